import { sizeOf } from "../core/shape.ts";
import type { Layer } from "../models/trace.ts";
import { type Chain, type Node, scalarOf, Unsupported } from "./graph.ts";
import type { Step } from "./step.ts";

/** A local response normalization in elementary operators, as ours and PyTorch's exporters write it:
 *
 *      x / (k + α · average(x²))^β
 *
 *  with windows over channels where these are made rows of maps before the average.
 *  @returns what it is, and the node that ends it; null if what takes `value` is something else.
 *  @throws Unsupported where it begins so but goes on in another way. */
export function readLrn(chain: Chain, value: string): { readonly step: Step; readonly end: Node } | null {
  const consumers = chain.consumers(value);
  const square = consumers.find((node) => isSquare(node, value));
  const end = consumers.find((node) => node.op === "Div" && node.inputs[0] === value);
  if (square === undefined || end === undefined || consumers.length !== 2) return null;
  const parts: Node[] = [];
  for (let last = square; ; last = parts.at(-1)!) {
    const next = chain.consumers(last.output);
    if (next.length !== 1 || parts.length > 8) throw new Unsupported("branches");
    if (next[0] === end) break;
    parts.push(next[0]);
  }
  return { step: readParts(parts), end };
}

function isSquare(node: Node, value: string): boolean {
  if (node.op === "Mul") return node.inputs.every((input) => input === value);
  return node.op === "Pow" && node.inputs[0] === value && node.isConstant(1) && scalarOf(node.constant(1)) === 2;
}

function readParts(parts: readonly Node[]): Step {
  const at = parts.findIndex(({ op }) => op === "AveragePool");
  const [average, ...after] = parts.slice(Math.max(at, 0));
  const before = parts.slice(0, Math.max(at, 0));
  const [scale, add, power] = after.slice(-3);
  if (average?.op !== "AveragePool" || [scale, add, power].map((node) => node?.op).join() !== "Mul,Add,Pow") {
    throw new Unsupported(`a branch of ${parts.map(({ op }) => op).join(", ")}`);
  }
  const pads = before.filter(({ op }) => op === "Pad");
  const [there, back] = [before.filter(({ op }) => op !== "Pad"), after.slice(0, -3)];
  const { size, isAcross, rank } = readAverage(average, pads, there.length + back.length > 0);
  const alpha = scalarOf(other(scale));
  const [k, beta] = [scalarOf(other(add)), scalarOf(power.constant(1))];
  return {
    spec: {
      kind: "localResponseNorm",
      size,
      alpha,
      beta,
      k,
      ...(!isAcross && { channels: "within" as const }),
    },
    check: (layer) => (isAcross ? checkReshapes(there, back, layer, rank) : null),
  };
}

/** The constant of a sum or a product. */
const other = (node: Node) => node.constant(node.isConstant(0) ? 0 : 1);

/** The average's window. */
function readAverage(node: Node, pads: readonly Node[], isReshaped: boolean) {
  const kernel = node.ints("kernel_shape") ?? [];
  const [size, ...rest] = kernel;
  const rank = kernel.length + 2;
  const isAcross = isReshaped && rest.every((each) => each === 1);
  const own = node.ints("pads") ?? kernel.flatMap(() => [0, 0]);
  const around = [...own];
  for (const pad of pads) {
    const outer = pad.ints("pads") ?? pad.constant(1).integers();
    const value = pad.optional(2);
    const isPlain = pad.text("mode", "constant") === "constant" && (value === undefined || scalarOf(value) === 0);
    if (!isPlain || outer.length !== 2 * rank) throw new Unsupported("another padding");
    const inner = outer.filter((_, i) => i % rank >= 2);
    if (outer.some((each, i) => i % rank < 2 && each !== 0)) throw new Unsupported("padding of images or channels");
    for (const [i, each] of inner.entries()) around[i] += each;
  }
  const [first, last] = [Math.floor(size / 2), Math.floor((size - 1) / 2)];
  const expected = isAcross ? [first, ...rest.map(() => 0), last, ...rest.map(() => 0)] : [first, first, last, last];
  const isCounted = node.int("count_include_pad", 0) === 1 || own.every((each) => each === 0);
  const isOurs =
    (isAcross || (!isReshaped && kernel.length === 2 && rest[0] === size)) &&
    String(around) === String(expected) &&
    isCounted &&
    node.int("ceil_mode", 0) === 0 &&
    node.text("auto_pad", "NOTSET") === "NOTSET" &&
    (node.ints("strides") ?? []).every((each) => each === 1);
  if (!isOurs) throw new Unsupported(`averages over ${kernel} with pads ${around}`);
  return { size, isAcross, rank };
}

/** Whether channels are made rows, and put back. */
function checkReshapes(before: readonly Node[], after: readonly Node[], { input }: Layer, rank: number): string | null {
  const [c, h, w] = input as readonly [number, number, number];
  const there = before.reduce(reshape, input);
  const back = after.reduce(reshape, there);
  const rows = rank === 4 ? [1, c, h * w] : [1, c, h, w];
  return String(there) === String(rows) && String(back) === String([c, h, w])
    ? null
    : `averages over a map of ${there}`;
}

/** A shape behind the batch. */
function reshape(shape: readonly number[], node: Node): readonly number[] {
  if (node.op !== "Reshape") {
    const axes = node.ints("axes") ?? node.constant(1).integers();
    if (String(axes) !== "1") return [Number.NaN];
    return node.op === "Unsqueeze" ? [1, ...shape] : shape.slice(1);
  }
  const [, ...target] = node.constant(1).integers();
  const known = target.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  return target.map((size) => (size === -1 ? sizeOf(shape) / known : size));
}
