import { group, select, tabs } from "../core/controls.ts";
import { escapeHtml } from "../core/html.ts";
import type { Widget } from "../core/widget.ts";
import { netNames, nets } from "../nets/facts.ts";
import { figure2 as words } from "../words/en/figure-2.ts";
import { boxes, sizeText } from "./boxes.ts";
import { fields, type State, views } from "./state.ts";
import { type Volume, volumesOf } from "./volumes.ts";

/** A network as its paper draws it: boxes of maps, in two towers where its groups say so. */
export const widget: Widget<State> = {
  name: "figure-2",
  title: words.title,
  fields,
  controls(s) {
    const names = Object.fromEntries(netNames.map((name) => [name, name])) as Record<State["net"], string>;
    return (
      tabs("view", s.view, views, words.views, words.view) +
      group(words.title, select("net", words.net, s.net, { options: netNames }, names))
    );
  },
  figure,
  says: ({ net }) => {
    const volumes = volumesOf(nets[net]);
    const towers = Math.max(...volumes.map(({ parts }) => parts));
    const crossing = volumes.filter((volume, i) => isCrossing(volumes, volume, i)).map(({ name }) => name);
    return words.says(net, towers, crossing);
  },
};

function figure({ view, net }: State): string {
  const volumes = volumesOf(nets[net]);
  const rows = volumes.map((volume, i) => {
    const cells = [
      volume.parts === 1 ? sizeText(volume) : words.parts(volume.parts, sizeText(volume)),
      i === 0 ? "" : volumes[i - 1].step || words.all,
      i === 0 ? "" : words.reads[volume.isDivided ? "own" : isCrossing(volumes, volume, i) ? "both" : "whole"],
    ];
    return `<tr><th scope="row">${escapeHtml(volume.name)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
  });
  const head = words.columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("");
  const table = `<details class="ag-more"><summary>${words.table}</summary><div class="ag-scroll" tabindex="0"><table class="ag-numbers"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div></details>`;
  return `<div class="ag-scroll" tabindex="0">${boxes(volumes, view, words.picture(net))}</div>${table}`;
}

/** Whether a volume in towers reads from others than its own. */
const isCrossing = (volumes: readonly Volume[], { parts, isDivided }: Volume, i: number): boolean =>
  i > 0 && parts > 1 && volumes[i - 1].parts > 1 && !isDivided;
