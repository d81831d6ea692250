import { grad } from "../../../src/core/backward.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { conv2d } from "../../../src/ops/index.ts";
import { tabs } from "../core/controls.ts";
import { choice, type Fields, text } from "../core/fields.ts";
import { flatOf } from "../core/fill.ts";
import { made, values } from "../core/library.ts";
import { show } from "../core/numbers.ts";
import { type Pane, panes } from "../core/pane.ts";
import { type Cell, nameOf, plane, scaleOf } from "../core/plane.ts";
import type { Look, Widget } from "../core/widget.ts";
import { hero as words } from "../words/en/hero.ts";

type State = { readonly filter: "edge" | "down" | "corner" | "blur"; readonly select: string };

const filters = {
  edge: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  down: [-1, -2, -1, 0, 0, 0, 1, 2, 1],
  corner: [1, -2, 1, -2, 4, -2, 1, -2, 1],
  blur: [1, 2, 1, 2, 4, 2, 1, 2, 1],
} as const satisfies Record<State["filter"], readonly number[]>;

/** A seven. */
const picture = `
.......
.XXXXX.
....XX.
...XX..
..XX...
..XX...
.......`;

const size = 7;
const image = [...picture.replaceAll("\n", "")].map((pixel) => (pixel === "X" ? 3 : 0));
const answers = [1, 1, size - 2, size - 2];

const fields: Fields<State> = {
  filter: choice("edge", "down", "corner", "blur"),
  select: { ...text, initial: "y:0,0,1,2" },
};

/** The answers that are touched: the one that is selected, and the one under the pointer. */
function touched(s: State, look: Look): string[] {
  const all = [s.select, look.cell].filter((key): key is string => key?.startsWith("y:") ?? false);
  return [...new Set(all)];
}

function compute(s: State, keys: readonly string[]) {
  const x = made(image, [1, 1, size, size]);
  const w = made(filters[s.filter], [1, 1, 3, 3]);
  const y = conv2d(x, w);
  const weights = new Float64Array(y.size);
  for (const key of keys) weights[flatOf(placeOf(key), answers)] = 1;
  const [dx] = grad(y, [x], { gradOutputs: [made(weights, answers)] });
  return { w: values(w), y: values(y), dx: values(dx) };
}

const placeOf = (key: string) => key.split(":")[1].split(",").map(Number);

/** How many of the windows of `keys` read an element. */
const readers = (keys: readonly string[], a: number, b: number) =>
  keys.filter((key) => {
    const [, , i, j] = placeOf(key);
    return a >= i && a < i + 3 && b >= j && b < j + 3;
  }).length;

function figure(s: State, look: Look): string {
  const keys = touched(s, look);
  const all = compute(s, keys);
  const matrix = (
    name: string,
    from: ArrayLike<number>,
    extent: number,
    cell: (index: readonly number[]) => Partial<Cell>,
  ) =>
    plane(
      name,
      Array.from({ length: extent }, (_, a) =>
        Array.from({ length: extent }, (_, b) => {
          const flat = a * extent + b;
          const index = coordinates(flat, [1, 1, extent, extent]);
          return { value: from[flat], key: `${name}:${index.join(",")}`, ...cell(index) };
        }),
      ),
      scaleOf(from),
      { stop: s.select },
    );
  const isRead = ([, , a, b]: readonly number[]) => ({ isLit: readers(keys, a, b) > 0 });
  const parts: Pane[] = [
    { name: "x", about: words.x, content: matrix("x", image, size, isRead) },
    { name: "w", content: matrix("w", all.w, 3, () => ({})), before: "⋆" },
    {
      name: "y",
      about: words.y,
      content: matrix("y", all.y, size - 2, (index) => ({ isSelected: keys.includes(`y:${index.join(",")}`) })),
      before: "=",
      isResult: true,
    },
    { name: "∂x", about: words.dx, content: matrix("∂x", all.dx, size, isRead), before: "⟶", isResult: true },
  ];
  return panes(parts);
}

function says(s: State, look: Look = {}): string {
  const keys = touched(s, look);
  const key = keys.at(-1) ?? "y:0,0,0,0";
  const [, , i, j] = placeOf(key);
  const others = keys.slice(0, -1);
  const reads = indices3.filter(([u, v]) => readers(others, i + u, j + v) > 0).length;
  return words.says(nameOf(key), show(compute(s, keys).y[flatOf(placeOf(key), answers)]), 9, reads);
}

const indices3 = Array.from({ length: 9 }, (_, i) => [Math.floor(i / 3), i % 3] as const);

/** The first page's: point at an answer of a convolution, and its gradient goes back to what it read. */
export const widget: Widget<State> = {
  name: "hero",
  title: words.title,
  fields,
  isBare: true,
  controls: (s) => tabs("filter", s.filter, ["edge", "down", "corner", "blur"], words.filters, words.filter),
  figure,
  says,
};
