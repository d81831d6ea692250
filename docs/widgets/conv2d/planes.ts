import type { Conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { flatOf } from "../core/fill.ts";
import { legend } from "../core/legend.ts";
import { type Pane, planes } from "../core/pane.ts";
import { type Cell, keyOf, plane, scaleOf } from "../core/plane.ts";
import { wrongAt } from "../core/wrong.ts";
import { conv2d as words } from "../words/en/conv2d.ts";
import type { counts } from "./compute.ts";
import type { Focus } from "./focus.ts";
import type { Part } from "./parts.ts";
import type { State } from "./state.ts";

/** What all its planes are drawn from. */
export interface Scene {
  readonly s: State;
  readonly g: Conv2dGeometry;
  readonly parts: readonly Part[];
  readonly focus: Focus;
  /** By the name of a part: each element that belongs to the focus, with what it is multiplied by. */
  readonly lit: ReadonlyMap<string, number | undefined>;
  readonly counts: ReturnType<typeof counts> | null;
  readonly shown: (part: Part) => ArrayLike<number | null>;
}

/** Whether each ∂x is drawn as what reads the ∂y, spread out. */
const isGathered = (s: State) => s.mode === "by-x" && s.order === "gather";

/** How many rows and columns after an image the last windows reach. */
const overhang = (g: Conv2dGeometry) => ({
  rows: (g.oh - 1) * g.sh + g.dh * (g.kh - 1) + 1 - g.top - g.h,
  columns: (g.ow - 1) * g.sw + g.dw * (g.kw - 1) + 1 - g.left - g.w,
});

export function paneOf(scene: Scene, part: Part): Pane {
  const { s } = scene;
  const draw = {
    image: imagePlane,
    kernel: kernelPlane,
    output: isGathered(s) ? spreadPlane : outputPlane,
  }[part.role];
  const [outer, inner] = part.shape;
  const scale = scaleOf(part.values);
  const all = Array.from({ length: outer * inner }, (_, i) => {
    const [first, channel] = [Math.floor(i / inner), i % inner];
    const caption = { image: words.image, kernel: words.filter, output: words.output }[part.role](first, channel);
    return {
      caption,
      table: plane(`${part.name}, ${caption}`, draw(scene, part, first, channel), scale, {
        editable: part.field !== undefined,
        stop: scene.focus.key,
      }),
    };
  });
  const how = isGathered(s) && { image: "", kernel: words.turned, output: words.spread }[part.role];
  const about = `[${part.shape.join(", ")}]${how ? `, ${how}` : ""}`;
  return { name: part.name, about, content: planes(all), isResult: part.of !== undefined };
}

function cellOf(scene: Scene, part: Part, index: readonly number[]): Cell {
  const { focus, lit, counts, shown } = scene;
  const key = keyOf(part.name, index);
  const flat = flatOf(index, part.shape);
  const tally =
    part.of === undefined || counts === null
      ? undefined
      : { image: counts.x, kernel: counts.w, output: counts.y }[part.role][flat];
  const value = shown(part)[flat];
  return {
    value,
    key,
    isSelected: key === focus.key,
    isLit: lit.has(key),
    factor: lit.get(key),
    count: tally,
    ...wrongAt(part, flat),
  };
}

/** An image with what lies around it: the zeros of the padding, and what the last windows hang over. */
function imagePlane(scene: Scene, part: Part, n: number, c: number): Cell[][] {
  const { s, g } = scene;
  const beyond = overhang(g);
  const inWindow = windowOf(scene);
  return grid(
    -g.top,
    g.h + Math.max(s.bottom, beyond.rows),
    -g.left,
    g.w + Math.max(s.right, beyond.columns),
    (a, b) => {
      if (a >= 0 && a < g.h && b >= 0 && b < g.w) return cellOf(scene, part, [n, c, a, b]);
      const place = a >= g.h + s.bottom || b >= g.w + s.right ? "overhang" : "padding";
      return { value: null, place, isLit: inWindow(a, b) };
    },
  );
}

/** Whether the window in focus reaches a place around the image. */
function windowOf({ focus, g }: Scene): (a: number, b: number) => boolean {
  if (focus.part.role !== "output") return () => false;
  const [, , i, j] = focus.index;
  const hits = (place: number, start: number, dilation: number, taps: number) =>
    place >= start && (place - start) % dilation === 0 && (place - start) / dilation < taps;
  return (a, b) => hits(a, i * g.sh - g.top, g.dh, g.kh) && hits(b, j * g.sw - g.left, g.dw, g.kw);
}

/** A filter with the gaps of its dilation; turned, where ∂x reads. */
function kernelPlane(scene: Scene, part: Part, k: number, c: number): Cell[][] {
  const { s, g } = scene;
  return grid(0, g.dh * (g.kh - 1) + 1, 0, g.dw * (g.kw - 1) + 1, (a, b) => {
    if (a % g.dh !== 0 || b % g.dw !== 0) return { value: null, place: "hole" };
    const [u, v] = [a / g.dh, b / g.dw];
    return cellOf(scene, part, isGathered(s) ? [k, c, g.kh - 1 - u, g.kw - 1 - v] : [k, c, u, v]);
  });
}

function outputPlane(scene: Scene, part: Part, n: number, k: number): Cell[][] {
  return grid(0, scene.g.oh, 0, scene.g.ow, (i, j) => cellOf(scene, part, [n, k, i, j]));
}

/** ∂y as ∂x reads it: element i at s·i + d·(taps − 1) − p, so that the turned filter slides over it in steps of 1. */
function spreadPlane(scene: Scene, part: Part, n: number, k: number): Cell[][] {
  const { g, focus } = scene;
  const [before, left] = [g.dh * (g.kh - 1) - g.top, g.dw * (g.kw - 1) - g.left];
  const [, , a, b] = focus.index;
  const isRead = (row: number, column: number) =>
    focus.part.role === "image" &&
    row >= a &&
    (row - a) % g.dh === 0 &&
    (row - a) / g.dh < g.kh &&
    column >= b &&
    (column - b) % g.dw === 0 &&
    (column - b) / g.dw < g.kw;
  return grid(0, g.h + g.dh * (g.kh - 1), 0, g.w + g.dw * (g.kw - 1), (row, column) => {
    const [i, j] = [(row - before) / g.sh, (column - left) / g.sw];
    const isThere = Number.isInteger(i) && Number.isInteger(j) && i >= 0 && i < g.oh && j >= 0 && j < g.ow;
    if (isThere) return cellOf(scene, part, [n, k, i, j]);
    const isBetween = i >= 0 && i <= g.oh - 1 && j >= 0 && j <= g.ow - 1;
    return { value: null, place: isBetween ? "hole" : "padding", isLit: isRead(row, column) };
  });
}

function grid(
  top: number,
  bottom: number,
  left: number,
  right: number,
  cell: (row: number, column: number) => Cell,
): Cell[][] {
  return Array.from({ length: bottom - top }, (_, row) =>
    Array.from({ length: right - left }, (_, column) => cell(row + top, column + left)),
  );
}

/** What the cells beside the tensors' elements are. */
export function legendOf(s: State, g: Conv2dGeometry): string {
  const { rows, columns } = overhang(g);
  const has = {
    padding: g.top + g.left + s.bottom + s.right > 0,
    overhang: rows > s.bottom || columns > s.right,
    hole: g.dh * g.dw > 1 || (isGathered(s) && g.sh * g.sw > 1),
  };
  return legend(has, words.legend);
}
