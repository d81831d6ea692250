import { colorAt } from "../../../src/train/report/chart.ts";
import { attributes, escapeHtml } from "../core/html.ts";
import { optimizer as words } from "../words/en/optimizer.ts";
import { type Name, names, type Paths } from "./compute.ts";
import { gridOf, reach } from "./landscape.ts";
import { type State, scaleOf } from "./state.ts";

const size = 400;
const levels = Array.from({ length: 11 }, (_, i) => 0.02 * 2 ** i);
const marks: Readonly<Record<Name, string>> = {
  paper: "●",
  torch: "■",
  adagrad: "▲",
  adam: "◆",
  muon: "✚",
  rootless: "✖",
};
/** A mark on every so many steps. */
const every = 5;

export const colorOf = (name: Name): number => names.indexOf(name);

/** The landscape from above: contours, and each path with marks of its own. */
export function map(s: State, paths: Paths): string {
  const all = names.flatMap((name) => {
    const path = paths[name]?.slice(0, s.step + 1);
    return path === undefined ? [] : [{ name, path }];
  });
  const said = words.map(all.map(({ name }) => words.names[name]).join(", "));
  const lines = all.map(({ name, path }) => {
    const points = path.map(({ w }) => at(w));
    const line = points.map((point) => point.join(",")).join(" ");
    const symbols = points
      .filter((_, i) => i % every === 0 || i === points.length - 1)
      .map(([x, y]) => `<text x="${x}" y="${y}">${marks[name]}</text>`);
    const color = colorAt(colorOf(name));
    return `<g${attributes({ fill: color, stroke: color })}><polyline points="${line}"></polyline>${symbols.join("")}</g>`;
  });
  const legend = all.map(
    ({ name }) =>
      `<span><span style="color:${colorAt(colorOf(name))}" aria-hidden="true">${marks[name]}</span> ${escapeHtml(words.names[name])}</span>`,
  );
  const contours = levels.map((level) => `<path d="${contour(s, level * scaleOf(s))}"></path>`);
  return `<figure class="ag-map"><figcaption>${escapeHtml(said)}</figcaption><svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${escapeHtml(said)}"><g class="contours">${contours.join("")}</g><g class="paths">${lines.join("")}</g></svg><p class="ag-note">${escapeHtml(words.axes)}</p><div class="legend">${legend.join("")}</div></figure>`;
}

/** Far outside is far enough. */
const bounded = (value: number) => Math.round(Math.max(-size, Math.min(2 * size, value)));

const at = ([x, y]: readonly [number, number]) =>
  [bounded(((x + reach) / (2 * reach)) * size), bounded(((reach - y) / (2 * reach)) * size)] as const;

/** Where the loss is `level`: a stretch in each square of the grid that it crosses, between points on its sides. */
function contour(s: State, level: number): string {
  const { values, across } = gridOf(s);
  const step = size / (across - 1);
  const stretches: string[] = [];
  for (let row = 0; row + 1 < across; row++) {
    for (let column = 0; column + 1 < across; column++) {
      const corners = [
        [row, column],
        [row, column + 1],
        [row + 1, column + 1],
        [row + 1, column],
      ] as const;
      const points = corners.flatMap(([r0, c0], i) => {
        const [r1, c1] = corners[(i + 1) % 4];
        const [from, to] = [values[r0 * across + c0], values[r1 * across + c1]];
        if (from < level === to < level) return [];
        const share = (level - from) / (to - from);
        return [[Math.round((c0 + share * (c1 - c0)) * step), Math.round((r0 + share * (r1 - r0)) * step)] as const];
      });
      for (let i = 0; i + 1 < points.length; i += 2) {
        const [[x0, y0], [x1, y1]] = [points[i], points[i + 1]];
        if (x0 !== x1 || y0 !== y1) stretches.push(`M${x0} ${y0}l${x1 - x0} ${y1 - y0}`);
      }
    }
  }
  return stretches.join("");
}
