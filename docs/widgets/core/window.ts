import type { Pool2dGeometry } from "../../../src/core/geometry/pool2d.ts";
import type { Cell } from "./plane.ts";

/** What a window takes along one axis: from an element on, up to the one before `to`. Elements before 0 and from `size` on are
 *  padding, or what hangs over beyond it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The windows along one axis of a picture. */
export interface AxisWindows {
  readonly size: number;
  readonly before: number;
  readonly after: number;
  readonly spans: readonly Span[];
}

/** The windows over a picture: each of the rows with each of the columns. */
export interface Windows {
  readonly rows: AxisWindows;
  readonly columns: AxisWindows;
}

export function windowsOf(g: Pool2dGeometry): Windows {
  const spans = (count: number, stride: number, kernel: number, before: number) =>
    Array.from({ length: count }, (_, i) => ({ from: i * stride - before, to: i * stride - before + kernel }));
  return {
    rows: { size: g.h, before: g.top, after: g.bottom, spans: spans(g.oh, g.sh, g.kh, g.top) },
    columns: { size: g.w, before: g.left, after: g.right, spans: spans(g.ow, g.sw, g.kw, g.left) },
  };
}

/** As many windows as were asked for, of nearly one size. */
export function adaptiveWindows(h: number, w: number, oh: number, ow: number): Windows {
  const axis = (size: number, count: number): AxisWindows => ({
    size,
    before: 0,
    after: 0,
    spans: Array.from({ length: count }, (_, i) => ({
      from: Math.floor((i * size) / count),
      to: Math.ceil(((i + 1) * size) / count),
    })),
  });
  return { rows: axis(h, oh), columns: axis(w, ow) };
}

/** The elements of the input that a window takes. */
export function inside({ size }: AxisWindows, { from, to }: Span): number[] {
  const [first, end] = [Math.max(0, from), Math.min(size, to)];
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
}

/** How many windows take an element. */
export const coverage = ({ rows, columns }: Windows, a: number, b: number): number =>
  covering(rows, a) * covering(columns, b);

const covering = ({ spans }: AxisWindows, at: number) => spans.filter((span) => takes(span, at)).length;

/** How many places a window has: of the input, of the input and its padding, and all. */
export function sizesOf(
  { rows, columns }: Windows,
  i: number,
  j: number,
): Readonly<Record<"input" | "padded" | "all", number>> {
  const along = (axis: AxisWindows, { from, to }: Span) => ({
    input: Math.min(to, axis.size) - Math.max(from, 0),
    padded: Math.min(to, axis.size + axis.after) - from,
    all: to - from,
  });
  const [down, right] = [along(rows, rows.spans[i]), along(columns, columns.spans[j])];
  return { input: down.input * right.input, padded: down.padded * right.padded, all: down.all * right.all };
}

/** Whether window (i, j) takes a place, in the input or around it. */
export const isTaken = ({ rows, columns }: Windows, i: number, j: number, a: number, b: number): boolean =>
  takes(rows.spans[i], a) && takes(columns.spans[j], b);

const takes = ({ from, to }: Span, at: number) => at >= from && at < to;

/** Whether the last windows hang over what is padded. */
export const hangsOver = ({ rows, columns }: Windows): boolean =>
  [rows, columns].some((axis) => endOf(axis) > axis.size + axis.after);

const endOf = ({ size, after, spans }: AxisWindows) => Math.max(size + after, ...spans.map(({ to }) => to));

/** A picture with what lies around it: its padding, and what the last windows hang over. */
export function framed(
  { rows, columns }: Windows,
  cell: (a: number, b: number) => Cell,
  isLit: (a: number, b: number) => boolean,
): Cell[][] {
  const along = (axis: AxisWindows) => Array.from({ length: endOf(axis) + axis.before }, (_, i) => i - axis.before);
  const place = (axis: AxisWindows, at: number) =>
    at >= axis.size + axis.after ? 2 : at < 0 || at >= axis.size ? 1 : 0;
  return along(rows).map((a) =>
    along(columns).map((b): Cell => {
      const outside = Math.max(place(rows, a), place(columns, b));
      if (outside === 0) return cell(a, b);
      return { value: null, place: outside === 2 ? "overhang" : "padding", isLit: isLit(a, b) };
    }),
  );
}
