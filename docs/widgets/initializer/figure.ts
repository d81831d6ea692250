import { glorotUniform } from "../../../src/nn/init.ts";
import { chart } from "../../../src/train/report/chart.ts";
import { escapeHtml } from "../core/html.ts";
import { show } from "../core/numbers.ts";
import { panes } from "../core/pane.ts";
import { initializer as words } from "../words/en/initializer.ts";
import { depth, fans, flow, initializerOf, type Limits, limitsOf } from "./compute.ts";
import type { State } from "./state.ts";

export function figure(s: State): string {
  if (s.mode === "fans") return fansFigure(s);
  const { forward, backward, above } = flow(s);
  const points = (values: readonly number[]) => values.map((value, layer) => [layer, value] as const);
  const variances = chart(
    [
      { name: words.forward, points: points(forward) },
      { name: words.backward, points: points(backward), dashed: true },
    ],
    { title: words.chart, xLabel: words.layer, log: true },
  );
  const shares = chart([{ name: words.above, points: points(above).slice(1) }], {
    title: words.aboveChart,
    xLabel: words.layer,
    isFromZero: true,
  });
  const limits = limitsOf(initializerOf(s), [s.odd, s.even]);
  return `<div class="ag-charts">${variances}${shares}</div>${written(s, words.written, limits)}`;
}

/** The distribution with its numbers, and what it does to the variance in one layer. */
function written(s: State, title: string, limits: Limits): string {
  const { kind, size, fanIn, fanOut } = limits;
  const variance = kind === "uniform" ? size ** 2 / 3 : size ** 2;
  const rows = [
    ...formulas(s, limits),
    [
      kind === "uniform" ? "w from U[−b, b)" : "w from N(0, σ²)",
      `Var w = ${kind === "uniform" ? "b²/3" : "σ²"} = ${show(variance)}`,
    ],
    [words.onTheWay, `${fanIn} · ${show(variance)} = ${show(fanIn * variance)}`],
    [words.onTheWayBack, `${fanOut} · ${show(variance)} = ${show(fanOut * variance)}`],
  ];
  return table(title, rows);
}

/** What the bound or σ comes from, with the numbers of the layer. */
function formulas(s: State, { size, fanIn, fanOut }: Limits): string[][] {
  const value = show(size);
  switch (s.init) {
    case "glorotUniform": {
      // With k = 2 the bound is c itself.
      const c = show(limitsOf(glorotUniform({ k: 2 }), [fanOut, fanIn]).size);
      return [
        ["c = √(2 / (fanIn + fanOut))", `√(2 / (${fanIn} + ${fanOut})) = ${c}`],
        ["b = √(k/2) · c", `√(${s.k}/2) · ${c} = ${value}`],
      ];
    }
    case "glorotNormal":
      return [["σ = √(2 / (fanIn + fanOut))", `√(2 / (${fanIn} + ${fanOut})) = ${value}`]];
    case "heUniform":
      return [["b = √(6 / fanIn)", `√(6 / ${fanIn}) = ${value}`]];
    case "heNormal":
      return [["σ = √(2 / fanIn)", `√(2 / ${fanIn}) = ${value}`]];
    case "fanInUniform":
      return [["b = 1 / √fanIn", `1 / √${fanIn} = ${value}`]];
    case "gaussian":
      return [["σ", value]];
  }
}

function fansFigure(s: State): string {
  const { shape, limits, products } = fans(s);
  const rows = [
    [words.fanIn, String(limits.fanIn), `${products.output} ${words.outputSum(`[${shape.join(", ")}]`)}`],
    [words.fanOut, String(limits.fanOut), `${products.input} ${words.inputSum}`],
  ];
  const counted = table(words.fanTable, rows, ["", words.byInitializers, words.bySums]);
  return `${panes([{ name: "w", about: `[${shape.join(", ")}]`, content: counted }])}${written(s, words.writtenFans, limits)}`;
}

function table(title: string, rows: readonly (readonly string[])[], heads: readonly string[] = []): string {
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("");
  const body = rows.map(
    ([name = "", ...cells]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th>${cells.map((text) => `<td>${escapeHtml(text)}</td>`).join("")}</tr>`,
  );
  const top = head === "" ? "" : `<thead><tr>${head}</tr></thead>`;
  return `<table class="ag-numbers"><caption>${escapeHtml(title)}</caption>${top}<tbody>${body.join("")}</tbody></table>`;
}

export function says(s: State): string {
  if (s.mode === "fans") {
    const { limits, products } = fans(s);
    return words.says.fans(limits.fanOut, products.input, s.groups);
  }
  const { forward, backward } = flow(s);
  const name = s.init === "glorotUniform" ? `k = ${s.k}` : words.inits[s.init];
  return words.says.layers(name, show(forward[depth] / forward[0]), show(backward[0] / backward[depth]));
}
