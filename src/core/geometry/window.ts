import { describe } from "../describe.ts";
import { OptionError, ShapeError } from "../errors.ts";
import { checkInteger } from "../options.ts";

/** One number for both directions, or [height, width]. */
export type Pair = number | readonly [h: number, w: number];

/** One number for all four sides, [height, width] for both sides of each, or the four sides by name. */
export type Padding =
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

export function readPadding(op: string, padding: Padding): Sides {
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

/** Along one axis: how a window of `kernel` taps, `dilation` apart, steps by `stride` over `size` elements that are
 *  padded by `before` and `after`. */
export interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
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
