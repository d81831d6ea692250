import { localResponseNorm, pow } from "../../../src/ops/index.ts";
import { localResponseNormDivisor, localResponseNormGeometry } from "../../../src/ops/localResponseNorm.ts";
import { chart } from "../../../src/train/report/chart.ts";
import { escapeHtml } from "../core/html.ts";
import { made, values } from "../core/library.ts";
import { show } from "../core/numbers.ts";
import { nameOf } from "../core/plane.ts";
import { lrn as words } from "../words/en/lrn.ts";
import { numbersOf } from "./compute.ts";
import { geometryOf, optionsOf, type State } from "./state.ts";

/** y over x at one element, all others as they are, in the two conventions. */
export function conventionsChart(s: State, flat: number, key: string): string {
  const g = geometryOf(s);
  const x = numbersOf(s, "x");
  const moves = Array.from({ length: 41 }, (_, i) => (i - 20) / 2);
  const all = made(
    moves.flatMap((value) => Array.from(x.with(flat, value))),
    [moves.length, ...g.shape.slice(1)],
  );
  const line = (divideAlpha: boolean) => {
    const y = values(localResponseNorm(all, { ...optionsOf(s), divideAlpha }));
    return moves.map((value, i) => [value, y[i * x.length + flat]] as const);
  };
  return chart(
    [
      { name: words.divided, points: line(true) },
      { name: words.undivided, points: line(false), dashed: true },
    ],
    { title: words.curves(nameOf(key)), xLabel: nameOf(key.replace("y", "x")), x: "linear" },
  );
}

/** Where an element stands once x is multiplied by each of some numbers: what s Σx² is beside k, and what is left of x. */
export function acting(s: State, times: readonly number[], flat: number) {
  const g = geometryOf(s);
  const x = numbersOf(s, "x");
  const scaled = made(
    times.flatMap((by) => Array.from(x, (value) => value * by)),
    [times.length, ...g.shape.slice(1)],
  );
  const divisor = localResponseNormDivisor(scaled, localResponseNormGeometry(scaled.shape, optionsOf(s)));
  const [d, left] = [values(divisor), values(pow(divisor, -g.beta))];
  return times.map((_, i) => {
    const at = i * x.length + flat;
    return { d: d[at], k: g.k, sum: d[at] - g.k, left: left[at] };
  });
}

/** As the paper writes the layer, and as its code computed it. */
const asPaper = (s: State): State => ({ ...s, alpha: "0.0001", beta: "0.75", k: "2", divide: false });
const asCode = (s: State): State => ({ ...asPaper(s), divide: true });

export function acts(s: State, flat: number, key: string): string {
  const scales = Array.from({ length: 41 }, (_, i) => 2 ** (i / 4));
  const line = (state: State) => acting(state, scales, flat).map(({ left }, i) => [scales[i], left] as const);
  const [here, none] = acting(s, [2 ** s.scale, 0], flat);
  const row = (name: string, value: number) =>
    `<tr><th scope="row">${escapeHtml(name)}</th><td>${show(value)}</td></tr>`;
  const rows = [
    row(words.squares, here.sum),
    row("k", here.k),
    row("d", here.d),
    row("d^−β = y / x", here.left),
    row("k^−β", none.left),
  ];
  const verdict = here.sum < here.k / 10 ? words.hardly : here.sum < here.k ? words.somewhat : words.strongly;
  const picture = chart(
    [
      { name: words.thisLayer, points: line(s) },
      { name: words.paper, points: line(asPaper(s)), dashed: true },
      { name: words.code, points: line(asCode(s)) },
    ],
    { title: words.ratio(nameOf(key)), xLabel: words.timesX, x: "log", isFromZero: true },
  );
  return `<table class="ag-numbers"><caption>${escapeHtml(words.atScale(2 ** s.scale))}</caption><tbody>${rows.join("")}</tbody></table><p class="ag-verdict">${escapeHtml(verdict)}</p>${picture}`;
}
