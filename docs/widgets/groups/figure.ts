import { escapeHtml } from "../core/html.ts";
import { type Pane, panes } from "../core/pane.ts";
import type { Look } from "../core/widget.ts";
import { groups as words } from "../words/en/groups.ts";
import { blocks, connections } from "./blocks.ts";
import { type Cost, costOf, geometryOf, type State } from "./state.ts";
import { towerLayers, towers } from "./towers.ts";

export function figure(s: State, look: Look): string {
  const select = look.cell ?? s.select;
  switch (s.view) {
    case "blocks":
      return grouped(s, select);
    case "separable":
      return separable(s, select);
    default:
      return towers() + towerTable();
  }
}

function grouped(s: State, select: string): string {
  const cost = costOf(geometryOf(s, s.groups));
  const full = costOf(geometryOf(s, 1));
  const pane: Pane = {
    name: "w",
    about: `[${cost.shape.join(", ")}], ${words.filtersByChannels}`,
    content: blocks("w", connections(s.c, s.k, s.groups, s.kernel), select),
  };
  return (
    panes([pane]) +
    costs(
      [
        { name: words.grouped(s.groups), ...cost },
        { name: words.grouped(1), ...full },
      ],
      full,
    )
  );
}

/** A filter for each channel, then filters of 1×1 over all channels. */
function separable(s: State, select: string): string {
  const depthwise = costOf(geometryOf({ ...s, k: s.c }, s.c));
  const pointwise = costOf(geometryOf({ ...s, kernel: 1 }, 1));
  const full = costOf(geometryOf(s, 1));
  const all: Pane[] = [
    {
      name: "depthwise",
      about: `[${depthwise.shape.join(", ")}]`,
      content: blocks("depthwise", connections(s.c, s.c, s.c, s.kernel), select),
    },
    {
      name: "pointwise",
      about: `[${pointwise.shape.join(", ")}]`,
      content: blocks("pointwise", connections(s.c, s.k, 1, 1), select),
      before: "then",
    },
  ];
  const both = {
    name: words.both,
    shape: [],
    weights: depthwise.weights + pointwise.weights,
    multiplications: depthwise.multiplications + pointwise.multiplications,
  };
  return (
    panes(all) +
    costs(
      [
        { name: words.depthwise, ...depthwise },
        { name: words.pointwise, ...pointwise },
        both,
        { name: words.grouped(1), ...full },
      ],
      full,
    )
  );
}

/** Weights and multiplications, as numbers and as lengths. */
function costs(rows: readonly (Cost & { readonly name: string })[], full: Cost): string {
  const all = rows.map(({ name, weights, multiplications }) => {
    const share = (100 * weights) / full.weights;
    const bar = `<span class="ag-share" aria-hidden="true"><span style="width: ${Math.min(100, share).toFixed(1)}%"></span></span>`;
    return `<tr><th scope="row">${escapeHtml(name)}</th><td>${number(weights)}</td><td>${number(multiplications)}</td><td>${bar}${share.toFixed(1)} %</td></tr>`;
  });
  return costTable(all);
}

function towerTable(): string {
  const all = towerLayers().map(({ name, groups, weights, multiplications, joined }) => {
    const share = (100 * weights) / joined.weights;
    const bar = `<span class="ag-share" aria-hidden="true"><span style="width: ${share.toFixed(1)}%"></span></span>`;
    return `<tr><th scope="row">${escapeHtml(words.layer(name, groups))}</th><td>${number(weights)}</td><td>${number(multiplications)}</td><td>${bar}${share.toFixed(1)} %</td></tr>`;
  });
  return costTable(all);
}

function costTable(rows: readonly string[]): string {
  const head = words.columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("");
  return `<div class="ag-scroll" tabindex="0"><table class="ag-numbers ag-costs"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

const number = (value: number) => value.toLocaleString("en-US");
