import { describe } from "../describe.ts";
import { OptionError, ShapeError } from "../errors.ts";
import { checkInteger } from "../options.ts";

/** One number for both directions, or [height, width]. */
export type Pair = number | readonly [h: number, w: number];

/** One number for all four sides, [height, width] for both sides of each, the four sides by name (those left out are 0), or
 *  "same": as much as makes ⌈size / stride⌉ windows, so that stride 1 keeps the size; where that is odd, the larger half goes
 *  below and to the right. */
export type Padding =
  | "same"
  | Pair
  | { readonly top?: number; readonly bottom?: number; readonly left?: number; readonly right?: number };

const sides: readonly string[] = ["top", "bottom", "left", "right"] satisfies (keyof Sides)[];

interface Sides {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function readPair(op: string, name: string, pair: Pair, least: number): readonly [number, number] {
  const both = typeof pair === "number" ? ([pair, pair] as const) : pair;
  if (!Array.isArray(both) || both.length !== 2)
    throw new OptionError(`${op}: expected ${name} as a number or [h, w]; got ${describe(pair)}`);
  for (const value of both) checkInteger(op, name, value, least);
  return both;
}

/** Along one axis: how a window of `kernel` taps, `dilation` apart, steps by `stride` over `size` elements. */
interface Sliding {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

/** The same, where the elements are padded by `before` and `after`. */
export interface Axis extends Sliding {
  readonly before: number;
  readonly after: number;
}

/** What is added above, below, to the left and to the right of what the windows slide over along h and w. */
export function readPadding(op: string, padding: Padding, h: Sliding, w: Sliding): Sides {
  if (padding === "same") {
    const [top, bottom] = samePadding(h);
    const [left, right] = samePadding(w);
    return { top, bottom, left, right };
  }
  if (typeof padding !== "object" || padding === null || "length" in padding) {
    const [h, w] = readPair(op, "padding", padding, 0);
    return { top: h, bottom: h, left: w, right: w };
  }
  const unknown = Object.keys(padding).find((side) => !sides.includes(side));
  if (unknown !== undefined) throw new OptionError(`${op}: expected padding with ${sides.join(", ")}; got ${unknown}`);
  const { top = 0, bottom = 0, left = 0, right = 0 } = padding;
  for (const value of [top, bottom, left, right]) checkInteger(op, "padding", value, 0);
  return { top, bottom, left, right };
}

/** Before and after, so that there are ⌈size / stride⌉ windows: the last one ends with the padding. TensorFlow's rule, and
 *  PyTorch's, which has it for stride 1 only. */
export function samePadding({ size, kernel, stride, dilation }: Sliding): readonly [before: number, after: number] {
  const count = Math.ceil(size / stride);
  const total = Math.max((count - 1) * stride + dilation * (kernel - 1) + 1 - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Number of windows: ⌊(size + before + after − span) / stride⌋ + 1 with span = dilation·(kernel − 1) + 1, or the
 *  ceiling, where a last window that would start past the input (in the far padding) is dropped, as in PyTorch. */
export function countWindows(op: string, axis: Axis, ceilMode: boolean): number {
  const { size, kernel, stride, dilation, before, after } = axis;
  const span = dilation * (kernel - 1) + 1;
  const room = size + before + after - span;
  if (room < 0) {
    throw new ShapeError(
      `${op}: expected a window no larger than the padded input; got a window of ${span} over ${size} + ${before} + ${after}`,
    );
  }
  if (!ceilMode) return Math.floor(room / stride) + 1;
  const count = Math.ceil(room / stride) + 1;
  return (count - 1) * stride >= size + before ? count - 1 : count;
}

/** Windows along one axis. */
interface Row {
  readonly size: number;
  readonly before: number;
  readonly count: number;
  readonly stride: number;
  /** From a window's first element to its last. */
  readonly span: number;
}

/** The padding behind the elements with which rounding down makes exactly so many windows; as much as before them where that
 *  does, else as little as does. */
export function padBehind({ size, before, count, stride, span }: Row): number {
  const needed = (count - 1) * stride + span - size - before;
  return before >= needed && before < needed + stride ? before : Math.max(needed, 0);
}
