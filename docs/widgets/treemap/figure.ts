import { attributes, classes, escapeHtml } from "../core/html.ts";
import { bytes, count } from "../nets/cells.ts";
import { type Net, type NetLayer, nets } from "../nets/facts.ts";
import { treemap as words } from "../words/en/treemap.ts";
import { type Rect, squarified } from "./layout.ts";
import { measures, type State } from "./state.ts";

const room: Rect = { x: 0, y: 0, width: 660, height: 300 };

/** Layers in two parts: up to the maps' end, and behind it. */
export function partsOf({ layers }: Net): readonly [maps: readonly NetLayer[], features: readonly NetLayer[]] {
  const all = layers.filter(({ spec }) => spec.kind !== "flatten");
  const end = all.findIndex(({ output }) => output.length === 1);
  return [all.slice(0, end), all.slice(end)];
}

const sum = (layers: readonly NetLayer[], measure: State["measure"]) =>
  layers.reduce((total, layer) => total + layer[measure], 0);

/** A part's share of a measure. */
export const shareOf = (net: Net, part: 0 | 1, measure: State["measure"]): number =>
  sum(partsOf(net)[part], measure) / net.totals[measure];

export function figure(s: State): string {
  return drawing(s) + table(s);
}

function drawing({ net, measure, select }: State): string {
  const parts = partsOf(nets[net]);
  const areas = parts.map((layers) => sum(layers, measure));
  const rooms = squarified(areas, room);
  const boxes = parts.flatMap((layers, part) => {
    const places = squarified(
      layers.map((layer) => layer[measure]),
      rooms[part],
    );
    return layers.map(({ name }, i) => {
      const key = `${name}:${measure}`;
      return box(name, places[i], key, classes(part === 0 ? "maps" : "features", key === select && "selected"));
    });
  });
  const label = words.picture(words.measures[measure], net);
  return `<svg class="ag-treemap" viewBox="0 0 ${room.width} ${room.height}" role="img" aria-label="${escapeHtml(label)}">${boxes.join("")}</svg>${legend()}`;
}

function legend(): string {
  const kinds = ["maps", "features"] as const;
  const all = kinds.map((kind, part) => `<span><i class="${kind}"></i>${escapeHtml(words.parts[part])}</span>`);
  return `<p class="ag-legend">${all.join("")}</p>`;
}

/** A name stands where there is room for it. */
function box(name: string, { x, y, width, height }: Rect, key: string, kind: string): string {
  const round = (value: number) => Number(value.toFixed(2));
  const rect = { width: round(width), height: round(height) };
  const fits = width > 9 * name.length && height > 18;
  return `<g${attributes({ class: kind, transform: `translate(${round(x)} ${round(y)})`, "data-set": "select", "data-value": key })}><rect${attributes(rect)}></rect><text x="6" y="16">${fits ? escapeHtml(name) : ""}</text></g>`;
}

function table({ net, select }: State): string {
  const { layers, totals } = nets[net];
  const shown = layers.filter(({ spec }) => spec.kind !== "flatten");
  const keys = shown.flatMap(({ name }) => measures.map((measure) => `${name}:${measure}`));
  const stop = keys.includes(select) ? select : keys[0];
  const rows = shown.map((layer) => {
    const cells = measures.map((measure) => {
      const key = `${layer.name}:${measure}`;
      const value = layer[measure];
      const text = value === 0 ? "–" : `${written(value, measure)} (${percent(value / totals[measure])})`;
      return `<td${attributes({ role: "gridcell", class: key === select ? "selected" : undefined, "data-key": key, tabindex: key === stop ? 0 : -1, "aria-selected": String(key === select) })}>${text}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(layer.name)}</th>${cells.join("")}</tr>`;
  });
  const parts = ([0, 1] as const).map((part) => {
    const cells = measures.map((measure) => `<td>${percent(shareOf(nets[net], part, measure))}</td>`);
    return `<tr><th scope="row">${escapeHtml(words.parts[part])}</th>${cells.join("")}</tr>`;
  });
  const total = measures.map((measure) => `<td>${written(totals[measure], measure)}</td>`);
  const head = ["", ...measures.map((measure) => words.measures[measure])]
    .map((name) => `<th scope="col">${escapeHtml(name)}</th>`)
    .join("");
  return `<div class="ag-scroll" tabindex="0"><table class="ag-nets" role="grid" aria-readonly="true" aria-label="${escapeHtml(words.table(net))}"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody><tfoot>${parts.join("")}<tr><th scope="row">${words.total}</th>${total.join("")}</tr></tfoot></table></div>`;
}

export const written = (value: number, measure: State["measure"]): string =>
  measure === "activationBytes" ? bytes(value) : count(value);

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
