/** Networks as ONNX files, for inference: https://github.com/onnx/onnx/blob/main/docs/IR.md. Operator set 17 and IR version 8 are the
 *  oldest that have all operators as they are written here, so that older runtimes read them too. */

import { create, toBinary } from "@bufbuild/protobuf";
import { AlexgradError } from "../core/errors.ts";
import { checkInteger, checkOptions } from "../core/options.ts";
import { matchState } from "../core/state.ts";
import { version } from "../core/version.ts";
import type { Bytes, NamedTensors } from "../io/safetensors.ts";
import { type ModelName, type ModelTable, modelTable } from "../models/index.ts";
import { type Layer, trace } from "../models/trace.ts";
import { GraphBuilder, int } from "./graphBuilder.ts";
import { noteLeftOut } from "./leftOut.ts";
import {
  GraphProtoSchema,
  ModelProtoSchema,
  type TensorProto,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./onnx_pb.ts";
import { type OnnxOptions, onnxOptions } from "./options.ts";
import { dataTypes } from "./types.ts";
import { tensorShapes, writeLayer } from "./writeLayer.ts";

/** Protobuf's own limit, less a MiB for what is no weight. */
const mostBytes = 2 ** 31 - 2 ** 20;

/** A network before it is bytes. */
export interface Graph {
  readonly table: ModelTable;
  readonly nodes: GraphBuilder["nodes"];
  readonly initializers: TensorProto[];
  readonly input: ValueInfoProto;
  readonly output: ValueInfoProto;
  readonly metadata: Readonly<Record<string, string>>;
}

/** @throws as `encodeOnnx`. */
export function makeGraph(model: ModelName | ModelTable, tensors: NamedTensors, options: OnnxOptions): Graph {
  checkOptions("encodeOnnx", options, onnxOptions);
  const { batch = "dynamic", softmax = false, decomposeLrn = false, metadata = {} } = options;
  if (batch !== "dynamic") checkInteger("encodeOnnx", "batch", batch, 1);
  const table = modelTable(model);
  const layers = trace(table);
  const weights = readWeights(layers, tensors);
  const graph = new GraphBuilder("images");
  const input = value(graph.last, batch, table.input);
  for (const layer of layers) writeLayer(graph, layer, weights, { decomposeLrn });
  if (softmax) graph.add("Softmax", "softmax", { attributes: [int("axis", 1)] });
  const shape = layers.at(-1)?.output ?? table.input;
  const output = value(graph.finish(softmax ? "probabilities" : "scores"), batch, shape);
  const { nodes, initializers } = graph;
  return { table, nodes, initializers, input, output, metadata: { ...metadata, ...noteLeftOut(table) } };
}

/** A network's weights in float32. @throws AlexgradError if names differ, ShapeError if only shapes do. */
function readWeights(layers: readonly Layer[], tensors: NamedTensors): Map<string, Float32Array> {
  const ignored = new Set(layers.map(({ key }) => `${key}.num_batches_tracked`));
  const { values } = matchState("encodeOnnx", new Map(layers.flatMap(tensorShapes)), tensors, {
    strict: true,
    ignored,
  });
  return new Map(
    [...values].map(([name, data]) => [name, data instanceof Float32Array ? data : Float32Array.from(data)]),
  );
}

/** @throws AlexgradError if it would have more than 2 GiB. */
export function encodeGraph({ table, nodes, initializers, input, output, metadata }: Graph): Bytes {
  const size = initializers.reduce((sum, { rawData }) => sum + rawData.length, 0);
  if (size > mostBytes) {
    throw new AlexgradError(
      `an ONNX file has less than 2 GiB; got ${size} bytes of weights: saveOnnx can put them beside it`,
    );
  }
  const graph = { name: table.name, docString: table.description, node: nodes, initializer: initializers };
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    producerName: "alexgrad",
    producerVersion: version,
    opsetImport: [{ domain: "", version: 17n }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: create(GraphProtoSchema, { ...graph, input: [input], output: [output] }),
  });
  return toBinary(ModelProtoSchema, model);
}

function value(name: string, batch: number | "dynamic", shape: readonly number[]): ValueInfoProto {
  const first = batch === "dynamic" ? ({ case: "dimParam", value: "batch" } as const) : dimension(batch);
  const dim = [first, ...shape.map(dimension)].map((value) => ({ value }));
  return create(ValueInfoProtoSchema, { name, type: { tensorType: { elemType: dataTypes.F32, shape: { dim } } } });
}

const dimension = (size: number) => ({ case: "dimValue", value: BigInt(size) }) as const;
