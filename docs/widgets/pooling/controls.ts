import { group, presetSelect, select, slider, toggle } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import { escapeHtml } from "../core/html.ts";
import { stepSlider } from "../core/notes.ts";
import { core } from "../words/en/core.ts";
import { pooling as words } from "../words/en/pooling.ts";
import { fields, losses, type PoolingState } from "./state.ts";

type Number = { [K in keyof PoolingState]: PoolingState[K] extends number ? K : never }[keyof PoolingState];

const one = (s: PoolingState, name: Number, label: string) => slider(name, label, s[name], fields[name] as Range);

/** Both directions, or all four sides, at once. */
function all(s: PoolingState, names: readonly [Number, ...Number[]], label: string): string {
  const values = names.map((name) => s[name]);
  const isSame = values.every((value) => value === values[0]);
  const shown = isSame ? String(values[0]) : values.join("×");
  return slider(names.join(" "), label, values[0], fields[names[0]] as Range, shown);
}

export const pictureSize = (s: PoolingState): string => all(s, ["h", "w"], words.size);

export function windowSizes(s: PoolingState): string[] {
  return [
    all(s, ["kh", "kw"], words.window),
    all(s, ["sh", "sw"], words.stride),
    all(s, ["top", "bottom", "left", "right"], words.padding),
    toggle("ceil", words.ceil, s.ceil),
  ];
}

export function each(s: PoolingState): string {
  const sliders = group(
    words.each,
    one(s, "h", words.height),
    one(s, "w", words.width),
    one(s, "kh", words.windowHeight),
    one(s, "kw", words.windowWidth),
    one(s, "sh", words.strideDown),
    one(s, "sw", words.strideRight),
    one(s, "top", words.top),
    one(s, "bottom", words.bottom),
    one(s, "left", words.left),
    one(s, "right", words.right),
    one(s, "c", words.channels),
    one(s, "n", words.images),
  );
  return `<details class="ag-more"><summary>${escapeHtml(words.each)}</summary>${sliders}</details>`;
}

/** What the numbers are, as far as the mode shows them. */
export function numbers(s: PoolingState): string {
  const preset = (name: "x" | "dy" | "v", label: string) => presetSelect(name, label, s[name], core.presets);
  const [x, dy, v] = [preset("x", "x"), preset("dy", "∂y"), preset("v", "v")];
  const counts = toggle("counts", words.counts, s.counts);
  const of = { forward: [x, counts], "by-x": [x, dy, counts], second: [x, dy, v], probe: [x, dy], broken: [x, dy, v] };
  return group(words.numbers, ...of[s.mode]);
}

export function probeControls(s: PoolingState): string[] {
  return [stepSlider(s.h2, fields.h2), select("loss", words.loss, s.loss, losses, words.losses)];
}
