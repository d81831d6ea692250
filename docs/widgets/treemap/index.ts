import { group, select, tabs } from "../core/controls.ts";
import type { Widget } from "../core/widget.ts";
import { netNames, nets } from "../nets/facts.ts";
import { treemap as words } from "../words/en/treemap.ts";
import { figure, percent, shareOf, written } from "./figure.ts";
import { fields, measures, type State } from "./state.ts";

/** What each layer costs, as areas: of parameters, multiplications, activations. */
export const widget: Widget<State> = {
  name: "treemap",
  title: words.title,
  fields,
  controls(s) {
    const names = Object.fromEntries(netNames.map((name) => [name, name])) as Record<State["net"], string>;
    return (
      tabs("measure", s.measure, measures, words.measures, words.measure) +
      group(words.title, select("net", words.net, s.net, { options: netNames }, names))
    );
  },
  figure,
  says,
};

function says(s: State): string {
  const net = nets[s.net];
  const [name, of] = s.select.split(":");
  const layer = net.layers.find((each) => each.name === name);
  const measure = measures.find((each) => each === of);
  if (layer !== undefined && measure !== undefined) {
    const share = percent(layer[measure] / net.totals[measure]);
    return words.says.layer(name, written(layer[measure], measure), words.measures[measure], share);
  }
  const total = written(net.totals[s.measure], s.measure);
  return words.says.all(words.measures[s.measure], total, percent(shareOf(net, 1, s.measure)));
}
