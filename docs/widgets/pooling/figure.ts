import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { flatOf } from "../core/fill.ts";
import { legend } from "../core/legend.ts";
import { type Pane, panes, planes } from "../core/pane.ts";
import { type Cell, keyOf, plane, scaleOf } from "../core/plane.ts";
import { sum } from "../core/terms.ts";
import type { Look } from "../core/widget.ts";
import { framed, hangsOver, isTaken } from "../core/window.ts";
import { wrongAt } from "../core/wrong.ts";
import { core } from "../words/en/core.ts";
import { pooling as words } from "../words/en/pooling.ts";
import { type Focus, focusOn, madeUpTo, otherOf, type Part, type Pooling, termsOf } from "./pooling.ts";

/** What all planes are drawn from. */
interface Scene {
  readonly pooling: Pooling;
  readonly focus: Focus;
  /** Flat, at the other end of the focus's links, with the factor of each. */
  readonly lit: ReadonlyMap<number, number>;
  /** How many windows are done; null: all. */
  readonly step: number | null;
}

/** @param step how many windows are done. */
export function figure(
  pooling: Pooling,
  select: string,
  step: number,
  look: Look,
  below: (focus: Focus) => string,
): string {
  const focus = focusOn(pooling, look.cell ?? select);
  const shown = look.term === undefined ? focus.links : focus.links.slice(+look.term, +look.term + 1);
  const end = otherOf(focus.part.role);
  const lit = new Map(shown.map((link) => [link[end], link.factor]));
  const scene: Scene = { pooling, focus, lit, step: step < windowCount(pooling) ? step : null };
  return panes(pooling.parts.map((part) => paneOf(scene, part))) + legendOf(pooling) + below(focus);
}

/** What is played: window after window. */
export const windowCount = ({ parts }: Pooling): number => parts.find(({ role }) => role === "output")!.values.length;

/** The sum of what is in focus, written out. */
export function written(pooling: Pooling, focus: Focus, look: Look): string {
  const { part, flat, key } = focus;
  if (part.of === undefined) return "";
  return sum(key, termsOf(pooling, focus), (part.right ?? part.values)[flat], core, look.term);
}

function paneOf(scene: Scene, part: Part): Pane {
  const { pooling, focus, step } = scene;
  const [n, c, ...picture] = part.shape;
  const scale = scaleOf(part.values);
  const values = step === null || part.of === undefined ? part.values : stepped(pooling, part, step);
  const all = Array.from({ length: n * c }, (_, i) => {
    const channel = [Math.floor(i / c), i % c];
    const caption = words.channel(channel[0], channel[1]);
    const cell = (a: number, b: number) => cellOf(scene, part, values, [...channel, a, b]);
    const rows =
      part.role === "image"
        ? framed(pooling.windows, cell, (a, b) => isInFocus(scene, channel, a, b))
        : Array.from({ length: picture[0] }, (_, a) => Array.from({ length: picture[1] }, (_, b) => cell(a, b)));
    const options = { editable: part.field !== undefined, stop: focus.key };
    return { caption, table: plane(`${part.name}, ${caption}`, rows, scale, options) };
  });
  const about = `[${part.shape.join(", ")}]${part.about === undefined ? "" : `, ${part.about}`}`;
  return { name: part.name, about, content: planes(all), isResult: part.of !== undefined };
}

const stepped = (pooling: Pooling, part: Part, step: number): ArrayLike<number | null> =>
  part.role === "image"
    ? madeUpTo(pooling, part, step)
    : Array.from(part.values, (value, i) => (i < step ? value : null));

/** Whether the window in focus takes a place of a plane. */
function isInFocus(
  { pooling, focus: { part, index } }: Scene,
  channel: readonly number[],
  a: number,
  b: number,
): boolean {
  const [n, c, i, j] = index;
  return part.role === "output" && n === channel[0] && c === channel[1] && isTaken(pooling.windows, i, j, a, b);
}

function cellOf(scene: Scene, part: Part, values: ArrayLike<number | null>, index: readonly number[]): Cell {
  const { focus, lit } = scene;
  const key = keyOf(part.name, index);
  const flat = flatOf(index, part.shape);
  const [n, c, a, b] = index;
  const isOther = part.role !== focus.part.role;
  const factor = isOther ? lit.get(flat) : undefined;
  return {
    value: values[flat],
    key,
    isSelected: key === focus.key,
    isLit: (isOther && lit.has(flat)) || (part.role === "image" && isInFocus(scene, [n, c], a, b)),
    factor: factor === 1 ? undefined : factor,
    count: part.tally?.[flat],
    mark: part.marks?.[flat],
    ...wrongAt(part, flat),
    says: part.marks?.[flat] && words.marks[part.marks[flat]],
  };
}

function legendOf({ windows, parts }: Pooling): string {
  const { rows, columns } = windows;
  const marks = parts.flatMap((each) => each.marks ?? []);
  const has = {
    winner: marks.includes("winner"),
    tie: marks.includes("tie"),
    padding: rows.before + rows.after + columns.before + columns.after > 0,
    overhang: hangsOver(windows),
  };
  return legend(has, words.legend);
}

/** The last window that is done, while they are played; else what is selected. */
export function selected(pooling: Pooling, select: string, step: number): string {
  const output = pooling.parts.find(({ role }) => role === "output")!;
  const isPlaying = step > 0 && step < windowCount(pooling);
  return isPlaying ? keyOf(output.name, coordinates(step - 1, output.shape)) : select;
}
