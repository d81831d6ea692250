import type { Conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { flatOf, indexOf, sizeOf } from "../core/fill.ts";
import { escapeHtml } from "../core/html.ts";
import { isClose } from "../core/numbers.ts";
import { type Pane, panes, planes } from "../core/pane.ts";
import { type Cell, keyOf, plane, scaleOf } from "../core/plane.ts";
import { sum } from "../core/terms.ts";
import { triangle } from "../core/triangle.ts";
import type { Look } from "../core/widget.ts";
import { conv2d as words } from "../words/en/conv2d.ts";
import { core } from "../words/en/core.ts";
import { counts } from "./compute.ts";
import { type Focus, focusOn, madeUpTo, middleOf, termsOf, valueAt } from "./focus.ts";
import type { Incidence } from "./incidence.ts";
import { type Part, partsOf } from "./parts.ts";
import { probed } from "./probe.ts";
import { geometryOf, type State } from "./state.ts";

/** What all its planes are drawn from. */
interface Scene {
  readonly s: State;
  readonly g: Conv2dGeometry;
  readonly parts: readonly Part[];
  readonly focus: Focus;
  /** By the name of a part: each element that belongs to the focus, with what it is multiplied by. */
  readonly lit: ReadonlyMap<string, number | undefined>;
  readonly counts: ReturnType<typeof counts> | null;
  readonly shown: (part: Part) => ArrayLike<number | null>;
}

export function figure(s: State, look: Look): string {
  const g = geometryOf(s);
  const parts = partsOf(s);
  const steps = stepsOf(s, g);
  const stepping = s.step < steps.count;
  const key = look.cell ?? (stepping && s.step > 0 ? keyOf(steps.part, indexOf(s.step - 1, steps.shape)) : s.select);
  const focus = focusOf(s, parts, g, key);
  const shown = (part: Part): ArrayLike<number | null> => {
    if (part.of === undefined || !stepping) return part.values;
    if (steps.part !== part.name) return madeUpTo(parts, part, "output", g.shape, s.step, g);
    return Array.from(part.values, (value, i) => (i < s.step ? value : null));
  };
  const scene: Scene = {
    s,
    g,
    parts,
    focus,
    lit: litBy(
      parts,
      focus,
      look.term === undefined ? focus.incidences : focus.incidences.slice(+look.term, +look.term + 1),
    ),
    counts: s.counts ? counts(g, s) : null,
    shown,
  };
  const all = panes(parts.map((part) => paneOf(scene, part)));
  const above = s.mode === "second" ? triangle(s.corner, words.products, words.triangle) : "";
  return `${above}${all}${legend(s, g)}${below(scene, look)}`;
}

/** In the probe, what is moved is an element of x or w. */
export function focusOf(s: State, parts: readonly Part[], g: Conv2dGeometry, key: string): Focus {
  const focus = focusOn(parts, g, key);
  return s.mode !== "probe" || focus.part.of === undefined ? focus : focusOn(parts, g, keyOf("x", middleOf(g.xShape)));
}

function below({ s, parts, focus }: Scene, look: Look): string {
  if (s.mode === "probe") return probed(s, focus);
  const { part } = focus;
  const value = valueAt(part.right === undefined ? part : { ...part, values: part.right }, focus.index);
  const written = part.of === undefined ? "" : sum(focus.key, termsOf(parts, focus), value, core, look.term);
  const note = s.mode === "broken" ? wrongOf(parts) : noteOf(s);
  const later = s.mode === "broken" ? (look.later ?? `<p class="ag-verdict">${escapeHtml(core.checking)}</p>`) : "";
  return `${note === "" ? "" : `<p class="ag-note">${escapeHtml(note)}</p>`}${later}${written}`;
}

function wrongOf(parts: readonly Part[]): string {
  const all = parts.flatMap(({ values, right }) =>
    right === undefined ? [] : Array.from(right, (value, i) => isClose(values[i], value)),
  );
  return words.wrongCells(all.filter((isRight) => !isRight).length, all.length);
}

/** What is played: the elements of a result, one after another, or the outputs whose shares are added to it. */
export function stepsOf(
  s: State,
  g: Conv2dGeometry,
): { readonly part: string; readonly shape: readonly number[]; readonly count: number } {
  const steps = (part: string, shape: readonly number[]) => ({ part, shape, count: sizeOf(shape) });
  if (s.mode === "by-x") return s.order === "scatter" ? steps("∂y", g.shape) : steps("∂x", g.xShape);
  if (s.mode === "by-w") return s.order === "scatter" ? steps("∂y", g.shape) : steps("∂w", g.wShape);
  return s.mode === "forward" ? steps("y", g.shape) : { part: "", shape: [], count: 0 };
}

/** Each cell of the other tensors that belongs to the focus; with the number that it is multiplied by, in the result's sum. */
function litBy(parts: readonly Part[], focus: Focus, all: readonly Incidence[]): Map<string, number | undefined> {
  const lit = new Map<string, number | undefined>();
  const inSum = (part: Part) => focus.part.of?.includes(part.name) ?? false;
  for (const part of parts) {
    if (part.role === focus.part.role && part.name !== focus.part.name) continue;
    if (focus.part.of !== undefined && !inSum(part)) continue;
    if (focus.part.of === undefined && part.of !== undefined && !part.of.includes(focus.part.name)) continue;
    const other = otherFactor(parts, focus, part);
    for (const each of all) lit.set(keyOf(part.name, each[part.role]), other && valueAt(other, each[other.role]));
  }
  return lit;
}

/** What an element of `part` is multiplied by: the other factor of the focus, or, for a result that the focus feeds, the one
 *  that stands beside it. */
function otherFactor(parts: readonly Part[], focus: Focus, part: Part): Part | undefined {
  const name = (focus.part.of ?? part.of)?.find((each) => each !== part.name && each !== focus.part.name);
  return parts.find((each) => each.name === name);
}

function paneOf(scene: Scene, part: Part): Pane {
  const { s } = scene;
  const draw = {
    image: imagePlane,
    kernel: kernelPlane,
    output: s.mode === "by-x" && s.order === "gather" ? spreadPlane : outputPlane,
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
  const gather = s.mode === "by-x" && s.order === "gather";
  const about = `[${part.shape.join(", ")}]${gather && part.role === "output" ? `, ${words.spread}` : gather && part.role === "kernel" ? `, ${words.turned}` : ""}`;
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
  const isWrong = part.right !== undefined && !isClose(part.values[flat], part.right[flat]);
  return {
    value,
    key,
    isSelected: key === focus.key,
    isLit: lit.has(key),
    factor: lit.get(key),
    count: tally,
    ...(isWrong ? { mark: "wrong", right: part.right?.[flat] } : {}),
  };
}

/** An image with what lies around it: the zeros of the padding, and what the last windows hang over. */
function imagePlane(scene: Scene, part: Part, n: number, c: number): Cell[][] {
  const { s, g } = scene;
  const below = (g.oh - 1) * g.sh + g.dh * (g.kh - 1) + 1 - g.top - g.h;
  const right = (g.ow - 1) * g.sw + g.dw * (g.kw - 1) + 1 - g.left - g.w;
  const inWindow = windowOf(scene);
  return grid(-g.top, g.h + Math.max(s.bottom, below), -g.left, g.w + Math.max(s.right, right), (a, b) => {
    if (a >= 0 && a < g.h && b >= 0 && b < g.w) return cellOf(scene, part, [n, c, a, b]);
    const place = a >= g.h + s.bottom || b >= g.w + s.right ? "overhang" : "padding";
    return { value: null, place, isLit: inWindow(a, b) };
  });
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
  const turned = s.mode === "by-x" && s.order === "gather";
  return grid(0, g.dh * (g.kh - 1) + 1, 0, g.dw * (g.kw - 1) + 1, (a, b) => {
    if (a % g.dh !== 0 || b % g.dw !== 0) return { value: null, place: "hole" };
    const [u, v] = [a / g.dh, b / g.dw];
    return cellOf(scene, part, turned ? [k, c, g.kh - 1 - u, g.kw - 1 - v] : [k, c, u, v]);
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

function noteOf(s: State): string {
  if (s.mode === "by-x") return s.order === "scatter" ? words.scatterSays : words.gatherSays("zeros");
  if (s.mode === "by-w") return words.weightSays(`${s.sh}×${s.sw}`, `${s.dh}×${s.dw}`);
  return s.mode === "second" ? words.secondSays[s.corner] : "";
}

function legend(s: State, g: Conv2dGeometry): string {
  const hangs =
    (g.oh - 1) * g.sh + g.dh * (g.kh - 1) + 1 - g.top - g.h > s.bottom ||
    (g.ow - 1) * g.sw + g.dw * (g.kw - 1) + 1 - g.left - g.w > s.right;
  const has = {
    padding: g.top + g.left + s.bottom + s.right > 0,
    overhang: hangs,
    hole: g.dh * g.dw > 1 || (s.mode === "by-x" && s.order === "gather" && g.sh * g.sw > 1),
  };
  const entries = (Object.keys(has) as (keyof typeof has)[]).filter((kind) => has[kind]);
  return entries.length === 0
    ? ""
    : `<p class="ag-legend">${entries.map((kind) => `<span><i class="${kind}"></i>${escapeHtml(words.legend[kind])}</span>`).join("")}</p>`;
}
