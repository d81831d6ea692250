import { pool2dGeometry } from "../core/geometry/pool2d.ts";
import type { Padding, Pair } from "../core/geometry/window.ts";
import { type Node, scalarOf, Unsupported } from "./graph.ts";
import type { Before, Step } from "./step.ts";
import { overhang, type Pads } from "./windows.ts";

/** What a node's windows are, as options of ours; what is as usual is left out. */
interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: { readonly padding?: Padding };
  readonly ceilMode: { readonly ceilMode?: true };
}

const none: Pads = [0, 0, 0, 0];

/** @param before the zeros of a Pad before it.
 *  @param usual the kernel where none is given. */
export function readWindow(node: Node, before: Pads | null, usual?: readonly number[]): Window {
  const kernel = node.ints("kernel_shape") ?? usual;
  if (kernel?.length !== 2) throw new Unsupported(`a kernel of ${kernel?.length ?? "no"} dimensions`);
  const stride = node.ints("strides") ?? [1, 1];
  const isRoundedUp = node.int("ceil_mode", 0) === 1;
  return {
    kernel: samePair(kernel),
    stride: samePair(stride),
    padding: readPadding(node, before, kernel, stride),
    ceilMode: isRoundedUp ? { ceilMode: true } : {},
  };
}

function readPadding(
  node: Node,
  before: Pads | null,
  kernel: readonly number[],
  stride: readonly number[],
): Window["padding"] {
  const automatic = node.text("auto_pad", "NOTSET");
  const isSame = automatic === "SAME_UPPER" || (automatic === "SAME_LOWER" && isSymmetric(node, kernel, stride));
  if (isSame && before === null) return { padding: "same" };
  if (automatic !== "NOTSET" && automatic !== "VALID") throw new Unsupported(`auto_pad ${automatic}`);
  const own = automatic === "VALID" ? none : padsOf(node);
  return paddingOf(own.map((each, i) => each + (before ?? none)[i]) as unknown as Pads);
}

/** Whether as much is padded on both sides, so that it does not matter where the larger half goes. */
function isSymmetric(node: Node, kernel: readonly number[], stride: readonly number[]): boolean {
  const dilations = node.ints("dilations") ?? [1, 1];
  return kernel.every((size, axis) => stride[axis] === 1 && ((size - 1) * dilations[axis]) % 2 === 0);
}

function padsOf(node: Node): Pads {
  const pads = node.ints("pads") ?? none;
  if (pads.length !== 4 || pads.some((each) => each < 0)) throw new Unsupported(`pads ${pads}`);
  return pads as unknown as Pads;
}

export function expectUndilated(node: Node): void {
  for (const each of node.ints("dilations") ?? []) if (each !== 1) throw new Unsupported(`dilations ${each}`);
}

/** Ours divides by what of a window lies within the input and its padding, and so does ONNX's where padding counts, or where there is
 *  none but what windows that round up hang over. */
export function readAverage(node: Node, { pads }: Before): Step {
  expectUndilated(node);
  const countsPads = node.int("count_include_pad", 0) === 1;
  const { kernel, stride, padding, ceilMode } = readWindow(node, null);
  const hasOwnPads = padding.padding !== undefined;
  if (String([kernel, stride, pads, hasOwnPads]) === "1,1,,false") return { spec: null };
  if (!hasOwnPads || countsPads) {
    if (pads !== null && hasOwnPads) throw new Unsupported("padding twice");
    const all = pads === null ? padding : paddingOf(pads);
    return { spec: { kind: "avgPool", kernel, stride, ...all, ...ceilMode } };
  }
  const automatic = node.text("auto_pad", "NOTSET");
  if (automatic !== "NOTSET") throw new Unsupported(`auto_pad ${automatic} that does not count`);
  // Floor mode, over padding that does not count: ours where it is what hangs over.
  const own = padsOf(node);
  const spec = { kind: "avgPool", kernel, stride, ...paddingOf(pads ?? none), ceilMode: true } as const;
  return {
    spec,
    check: ({ input }) => {
      const isOurs = String([0, 0, ...overhang(pool2dGeometry("AveragePool", [1, ...input], spec))]) === String(own);
      return isOurs ? null : `pads ${own} that do not count`;
    },
  };
}

function paddingOf([top, left, bottom, right]: Pads): Window["padding"] {
  if (top + left + bottom + right === 0) return {};
  return top === bottom && left === right
    ? { padding: samePair([top, left]) }
    : { padding: { top, bottom, left, right } };
}

/** Zeros around images. */
export function readPad(node: Node): Pads {
  const mode = node.text("mode", "constant");
  if (mode !== "constant") throw new Unsupported(`mode ${mode}`);
  const value = node.optional(2);
  if (value !== undefined && scalarOf(value) !== 0) throw new Unsupported("a value other than 0");
  const pads = node.ints("pads") ?? node.constant(1).integers();
  const [n, c, top, left, n2, c2, bottom, right] = pads as readonly [number, ...number[]];
  if (pads.length !== 8 || n + c + n2 + c2 !== 0 || pads.some((each) => each < 0))
    throw new Unsupported(`pads ${pads}`);
  return [top, left, bottom, right] as Pads;
}

export const pairOf = (value: Pair) => (typeof value === "number" ? [value, value] : value);

/** One number for a pair of equal ones. */
export function samePair(pair: readonly number[]): Pair {
  if (pair.length !== 2) throw new Unsupported(`${pair.length} numbers for height and width`);
  const [h, w] = pair as [number, number];
  return h === w ? h : [h, w];
}
