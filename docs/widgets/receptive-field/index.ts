import { group, select, slider } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import type { Widget } from "../core/widget.ts";
import { netNames } from "../nets/facts.ts";
import { receptiveField as words } from "../words/en/receptive-field.ts";
import { fieldOf } from "./field.ts";
import { figure, measured, nameOf } from "./figure.ts";
import { fields, type State, seen } from "./state.ts";

/** What a unit sees of the image, layer by layer, and what of it a backward pass reaches. */
export const widget: Widget<State> = {
  name: "receptive-field",
  title: words.title,
  fields,
  controls,
  figure,
  says,
  steps: (s) => seen(s).layers.length,
  async *run(s) {
    yield measured(s);
  },
};

function controls(s: State): string {
  const { layers, count, map } = seen(s);
  const names = Object.fromEntries(netNames.map((name) => [name, name])) as Record<State["net"], string>;
  const places = ["0", ...layers.map((_, i) => String(i + 1))];
  const layerNames = Object.fromEntries(places.map((place, i) => [place, i === 0 ? words.image : layers[i - 1].name]));
  const place = (name: "row" | "column", size: number) => {
    const at = Math.round(((size - 1) * s[name]) / 100);
    return slider(name, words[name], s[name], fields[name] as Range, words.of(at, size));
  };
  return group(
    words.title,
    select("net", words.net, s.net, { options: netNames }, names),
    select("step", words.layer, String(count), { options: places }, layerNames),
    place("row", map[0]),
    place("column", map[1]),
    `<button type="button" data-run>${words.run}</button>`,
  );
}

function says(s: State): string {
  const all = seen(s);
  const { net, count, unit, map } = all;
  const { whole, inside } = fieldOf(net, count, unit);
  return words.says(nameOf(all), unit, map, whole, inside);
}
