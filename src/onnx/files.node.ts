import { basename } from "node:path";
import { create } from "@bufbuild/protobuf";
import { boolean, text } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { writeParts } from "../io/files.node.ts";
import { readWhole } from "../io/open.node.ts";
import type { NamedTensors } from "../io/safetensors.ts";
import type { ModelName, ModelTable } from "../models/index.ts";
import { readExternals } from "./externalData.node.ts";
import { encodeGraph, makeGraph } from "./makeGraph.ts";
import { StringStringEntryProtoSchema, type TensorProto } from "./onnx_pb.ts";
import type { OnnxModel } from "./onnxModel.ts";
import { type OnnxOptions, onnxOptions } from "./options.ts";
import { mostBytes, parseModel } from "./parse.ts";
import { readModel } from "./readModel.ts";
import { external } from "./types.ts";

/** How a network is written to an ONNX file. */
export interface OnnxFileOptions extends OnnxOptions {
  /** Whether the weights are a file of their own beside it, called as it with ".data" behind. Networks of 2 GiB or more can only be
   *  written so. Default: false. */
  readonly externalData?: boolean;
}

/** Pages of memory, into which runtimes can map a file. */
const alignment = 4096;
/** Smaller tensors are in the model. */
const leastExternal = 1024;

/** Writes a network to an ONNX file, whole or not at all; see `encodeOnnx`. With external data there are two files, of which the weights
 *  are written first.
 *  @param path of the file; one that is there is replaced.
 *  @param model a network's name, or its table.
 *  @param tensors the weights by their names in the built module.
 *  @param options.externalData whether the weights are a file of their own beside it. Default: false.
 *  @throws WriteError if it cannot be written; AlexgradError, ShapeError or OptionError where `encodeOnnx` does.
 *
 *  @example
 *  ```ts
 *  import { buildModel } from "alexgrad";
 *  import { loadOnnx, saveOnnx } from "alexgrad/onnx";
 *
 *  await saveOnnx("lenet.onnx", "lenet5", await buildModel("lenet5").state());
 *  console.log((await loadOnnx("lenet.onnx")).table.name); // lenet5
 *  ``` */
export async function saveOnnx(
  path: string,
  model: ModelName | ModelTable,
  tensors: NamedTensors,
  options: OnnxFileOptions = {},
): Promise<void> {
  checkArgument("saveOnnx", "path", path, text);
  checkOptions("saveOnnx", options, { ...onnxOptions, externalData: boolean });
  const { externalData = false, ...rest } = options;
  const graph = makeGraph(model, tensors, rest);
  if (externalData) {
    const location = `${basename(path)}.data`;
    await writeParts(`${path}.data`, moveOut(graph.initializers, location));
  }
  await writeParts(path, [encodeGraph(graph)]);
}

/** Takes the large tensors' bytes out of a graph. @returns the file where they lie from now on, in parts. */
function moveOut(tensors: readonly TensorProto[], location: string): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const tensor of tensors.filter(({ rawData }) => rawData.length >= leastExternal)) {
    const gap = (alignment - (end % alignment)) % alignment;
    const entries = { location, offset: end + gap, length: tensor.rawData.length };
    parts.push(new Uint8Array(gap), tensor.rawData);
    end += gap + tensor.rawData.length;
    tensor.dataLocation = external;
    tensor.externalData = Object.entries(entries).map(([key, value]) =>
      create(StringStringEntryProtoSchema, { key, value: String(value) }),
    );
    tensor.rawData = new Uint8Array();
  }
  return parts;
}

/** Reads a network from an ONNX file, and from the files of weights that it names in its own folder; see `decodeOnnx`. A symbolic link
 *  at `path` is followed.
 *  @param path of the file.
 *  @returns the network's table and its weights.
 *  @throws FormatError as `decodeOnnx`, or if it cannot be read, or names a file elsewhere.
 *
 *  @example
 *  ```ts
 *  import { buildModel } from "alexgrad";
 *  import { loadOnnx, saveOnnx } from "alexgrad/onnx";
 *
 *  await saveOnnx("lenet.onnx", "lenet5", await buildModel("lenet5").state(), { externalData: true });
 *  const { table, tensors } = await loadOnnx("lenet.onnx");
 *  const model = buildModel(table, { skipInit: true });
 *  console.log(model.load(tensors).missing); // []
 *  ``` */
export async function loadOnnx(path: string): Promise<OnnxModel> {
  checkArgument("loadOnnx", "path", path, text);
  const model = parseModel(await readWhole(path, mostBytes, { followLink: true }), path);
  return readModel(model, path, await readExternals(model, path));
}
