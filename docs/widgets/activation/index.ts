import { verdict } from "../core/broken.ts";
import { bugSelect } from "../core/bugSelect.ts";
import { group, presetSelect, select, slider, tabs } from "../core/controls.ts";
import { editableOf } from "../core/editable.ts";
import type { Range } from "../core/fields.ts";
import { attributes } from "../core/html.ts";
import { show } from "../core/numbers.ts";
import { sumSays } from "../core/sums.ts";
import type { Widget } from "../core/widget.ts";
import { activation as words } from "../words/en/activation.ts";
import { core } from "../words/en/core.ts";
import { code } from "./code.ts";
import { figure } from "./figure.ts";
import { functionOf } from "./functions.ts";
import { bugOf, bugs, inputOf, partsOf, shownOf } from "./parts.ts";
import { fields, functions, modes, pointOf, type State } from "./state.ts";

type Slider = "slope" | "min" | "max" | "gain" | "h10";

function controls(s: State): string {
  const { f } = shownOf(s);
  const one = (name: Slider, label: string, shown?: string) =>
    slider(name, label, s[name], fields[name] as Range, shown);
  const isUnits = s.mode === "units" || s.mode === "broken";
  const own = [
    s.mode === "broken" ? bugSelect(bugs, bugOf(s)) : select("f", words.function, s.f, functions, words.functions),
    ...(isUnits ? [] : [pointSlider(pointOf(s))]),
    ...(f === "leakyRelu" ? [one("slope", words.negativeSlope, show(s.slope / 100))] : []),
    ...(f === "clamp" ? [one("min", "min"), one("max", "max")] : []),
    ...(s.mode === "layers" ? [one("gain", words.gain, show(s.gain / 10))] : []),
    ...(s.mode === "probe" ? [one("h10", core.h, show(10 ** -s.h10))] : []),
  ];
  return tabs("mode", s.mode, modes, words.modes, words.mode) + group(words.modes[s.mode], ...own);
}

/** x in tenths; the editor below takes any number. */
const pointSlider = (x: number) =>
  `<label class="ag-slider"><span>x</span><input type="range"${attributes({ "data-set": "x", min: -4, max: 4, step: 0.1, value: x, "aria-valuetext": `x ${show(x)}` })}><output>${show(x)}</output></label>`;

function more(s: State): string {
  const preset = (name: "z" | "dy", label: string) => presetSelect(name, label, s[name]);
  return s.mode === "units" || s.mode === "broken" ? group(words.numbers, preset("z", "z"), preset("dy", "∂y")) : "";
}

/** Functions of one number: curve and tangent, kinks, saturation, units that are dead. */
export const widget: Widget<State> = {
  name: "activation",
  title: words.title,
  fields,
  controls,
  more,
  figure,
  says: (s) => sumSays(partsOf(s), { select: s.select, step: Number.POSITIVE_INFINITY }),
  code,
  editable: (s) => editableOf(partsOf(s)),
  later: (s) => (s.mode === "broken" ? verdict(bugOf(s), (x) => functionOf(shownOf(s))(x), [inputOf(s)]) : null),
};
