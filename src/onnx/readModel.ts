import { counted } from "../core/counted.ts";
import { AlexgradError, FormatError } from "../core/errors.ts";
import { formatShape } from "../core/shape.ts";
import { quoted } from "../io/header.ts";
import type { InputShape, LayerSpec } from "../models/index.ts";
import { type Layer, trace } from "../models/trace.ts";
import type { External } from "./constants.ts";
import { type Chain, type Node, readChain, Unsupported } from "./graph.ts";
import { withLeftOut } from "./leftOut.ts";
import type { ValueInfoProto } from "./onnx_pb.ts";
import type { OnnxModel } from "./onnxModel.ts";
import type { Model } from "./parse.ts";
import { readLrn } from "./readLrn.ts";
import { parts, readers } from "./readNode.ts";
import { readPad } from "./readWindow.ts";
import type { Step } from "./step.ts";
import { dataTypes, floatTypes } from "./types.ts";
import type { Pads } from "./windows.ts";

/** @throws FormatError as `decodeOnnx`. */
export function readModel({ graph, metadataProps }: Model, file: string, externals: External): OnnxModel {
  const metadata = Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]));
  const chain = readChain(graph, file, externals);
  const input = readInput(graph.input.find(({ name }) => name === chain.input)!, file);
  const { stations, softmax } = walk(chain, file);
  const steps = new Map(nameLayers(stations).map((spec, i) => [spec, stations[i]]));
  const description = graph.docString || "A network that was read from an ONNX file.";
  const classes = Number(headOf(stations)?.features ?? 1);
  const table = { name: graph.name || "onnx", description, input, classes, layers: [...steps.keys()] };
  try {
    const layers = trace(table);
    const output = layers.at(-1)?.output ?? input;
    if (softmax && output.length !== 1)
      throw new FormatError(file, `Softmax over ${formatShape(output)}, which are no scores`);
    failFor(
      layers.flatMap((layer) => {
        const { step, node } = steps.get(layer.spec)!;
        const reason = checkStep(step, layer);
        return reason === null ? [] : [`${node.title}: ${reason}`];
      }),
      file,
    );
    const complete = withLeftOut({ ...table, classes: output[0] }, metadata, file);
    const tensors = trace(complete).flatMap(({ spec, key }) => {
      return Object.entries(steps.get(spec)?.step.tensors ?? {}).map(
        ([name, tensor]) => [`${key}.${name}`, tensor] as const,
      );
    });
    return { table: complete, tensors: new Map(tensors), softmax, metadata };
  } catch (cause) {
    if (!(cause instanceof AlexgradError) || cause instanceof FormatError) throw cause;
    throw new FormatError(file, cause.message, { cause });
  }
}

/** @returns what is wrong with a step in its place. */
function checkStep({ check }: Step, layer: Layer): string | null {
  try {
    return check?.(layer) ?? null;
  } catch (cause) {
    if (cause instanceof Unsupported) return cause.message;
    throw cause;
  }
}

/** One image's shape. */
function readInput({ name, type }: ValueInfoProto, file: string): InputShape {
  const { elemType = 0, shape } = type?.tensorType ?? {};
  const [, ...sizes] = (shape?.dim ?? []).map(({ value }) =>
    value.case === "dimValue" ? Number(value.value) : value.value,
  );
  const isShape = sizes.length === 3 && sizes.every((size) => Number.isSafeInteger(size) && Number(size) >= 1);
  if (isShape && floatTypes.some((each) => dataTypes[each] === elemType)) return sizes as unknown as InputShape;
  const got = `[${["batch", ...sizes].map((size) => size ?? "?").join(", ")}] of data type ${elemType}`;
  throw new FormatError(
    file,
    `expected images of a known size, [batch, c, h, w], of floats, as input ${quoted(name)}; got ${got}`,
  );
}

/** A node of the path, and what it becomes. */
interface Station {
  readonly node: Node;
  readonly step: Step & { readonly spec: LayerSpec };
}

/** Follows the path from the input to the output. @throws FormatError with all nodes that are no layers of ours. */
function walk(chain: Chain, file: string): { readonly stations: Station[]; readonly softmax: boolean } {
  const problems = new Map<Node, string>();
  for (const node of chain.nodes) {
    if (!Object.hasOwn(readers, node.op) && !parts.includes(node.op)) problems.set(node, node.title);
  }
  const report = (node: Node, reason: string) => {
    if (!problems.has(node)) problems.set(node, `${node.title}: ${reason}`);
  };
  const stations: Station[] = [];
  const seen = new Set<Node>();
  let value = chain.input;
  let pad = null as { readonly node: Node; readonly pads: Pads } | null;
  let softmax: Node | null = null;
  for (let [node, other] = chain.consumers(value); node !== undefined; [node, other] = chain.consumers(value)) {
    if (seen.has(node)) throw new FormatError(file, `${node.title}: expected a path without circles`);
    seen.add(node);
    if (softmax !== null) report(softmax, "expected it at the end");
    try {
      const lrn = readLrn(chain, value);
      if (lrn !== null) node = lrn.end;
      else if (other !== undefined) throw new Unsupported(`branches off: ${other.title} has the same input`);
      const before = pad;
      pad = null;
      if (before !== null && node.op !== "Conv" && node.op !== "AveragePool") report(before.node, nothingPadded);
      const step: Read = lrn?.step ?? readStep(node, before?.pads ?? null, stations.at(-1)?.step);
      if (step === "softmax") softmax = node;
      else if ("pads" in step) pad = { node, pads: step.pads };
      else {
        if (step.replacesLast) stations.pop();
        if (step.spec !== null) stations.push({ node, step: { ...step, spec: step.spec } });
      }
    } catch (cause) {
      if (!(cause instanceof Unsupported)) throw cause;
      report(node, cause.message);
    }
    value = node.output;
  }
  if (pad !== null) report(pad.node, nothingPadded);
  failFor([...problems.values()], file);
  if (value !== chain.output) {
    throw new FormatError(
      file,
      `expected a path from ${quoted(chain.input)} to ${quoted(chain.output)}; it ends at ${quoted(value)}`,
    );
  }
  return { stations, softmax: softmax !== null };
}

const nothingPadded = "no convolution or average comes next";

/** A layer, or what belongs to the next one, or comes behind all. */
type Read = Step | { readonly pads: Pads } | "softmax";

function readStep(node: Node, pads: Pads | null, last: Step | undefined): Read {
  if (node.op === "Pad") return { pads: readPad(node) };
  if (node.op === "Softmax") {
    if (![1, -1].includes(node.int("axis", -1))) throw new Unsupported(`axis ${node.int("axis", -1)}`);
    return "softmax";
  }
  const read = Object.hasOwn(readers, node.op) ? readers[node.op] : undefined;
  if (read === undefined) throw new Unsupported("is no part of a layer");
  return read(node, { pads, last });
}

/** @throws FormatError that lists what there is, as far as a message can be read. */
function failFor(problems: readonly string[], file: string): void {
  if (problems.length === 0) return;
  let listed = problems[0];
  let count = 1;
  for (; count < problems.length && listed.length < longestList; count++) listed += `; ${problems[count]}`;
  const more = count < problems.length ? `; and ${problems.length - count} more` : "";
  throw new FormatError(file, `${counted(problems.length, "node")} that no layer here computes: ${listed}${more}`);
}

const longestList = 1500;

/** As the nodes are called, where all are called such as conv1, else by their places; the last linear layer makes the scores. */
function nameLayers(stations: readonly Station[]): LayerSpec[] {
  const weighted = stations.filter(({ step: { spec } }) => "name" in spec);
  const own = weighted.map(({ node }) => node.name);
  const areNames = own.every((name) => /^[A-Za-z]+\d+[a-z]?$/.test(name)) && new Set(own).size === own.length;
  const head = headOf(stations);
  let number = 0;
  return stations.map(({ node, step: { spec } }) => {
    if (!("name" in spec)) return spec;
    number++;
    const name = areNames ? node.name : `${spec.kind === "conv" ? "conv" : "fc"}${number}`;
    return spec === head ? { ...spec, name, features: "classes" } : { ...spec, name };
  });
}

function headOf(stations: readonly Station[]) {
  const { spec } = stations.findLast(({ step: { spec } }) => spec.kind === "linear")?.step ?? {};
  return spec?.kind === "linear" ? spec : undefined;
}
