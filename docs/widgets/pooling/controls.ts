import { group, type NumbersOf, presetSelect, select, slidersOf, toggle } from "../core/controls.ts";
import { escapeHtml } from "../core/html.ts";
import { stepSlider } from "../core/notes.ts";
import { pooling as words } from "../words/en/pooling.ts";
import { fields, losses, type PoolingState } from "./state.ts";

const sliders = (s: PoolingState) => slidersOf<NumbersOf<PoolingState>>(s, fields);

export const pictureSize = (s: PoolingState): string => sliders(s)(words.size, "h", "w");

export function windowSizes(s: PoolingState): string[] {
  const one = sliders(s);
  return [
    one(words.window, "kh", "kw"),
    one(words.stride, "sh", "sw"),
    one(words.padding, "top", "bottom", "left", "right"),
    toggle("ceil", words.ceil, s.ceil),
  ];
}

export function each(s: PoolingState): string {
  const one = sliders(s);
  const all = group(
    words.each,
    one(words.height, "h"),
    one(words.width, "w"),
    one(words.windowHeight, "kh"),
    one(words.windowWidth, "kw"),
    one(words.strideDown, "sh"),
    one(words.strideRight, "sw"),
    one(words.top, "top"),
    one(words.bottom, "bottom"),
    one(words.left, "left"),
    one(words.right, "right"),
    one(words.channels, "c"),
    one(words.images, "n"),
  );
  return `<details class="ag-more"><summary>${escapeHtml(words.each)}</summary>${all}</details>`;
}

/** What the numbers are, as far as the mode shows them. */
export function numbers(s: PoolingState): string {
  const preset = (name: "x" | "dy" | "v", label: string) => presetSelect(name, label, s[name]);
  const [x, dy, v] = [preset("x", "x"), preset("dy", "∂y"), preset("v", "v")];
  const counts = toggle("counts", words.counts, s.counts);
  const of = { forward: [x, counts], "by-x": [x, dy, counts], second: [x, dy, v], probe: [x, dy], broken: [x, dy, v] };
  return group(words.numbers, ...of[s.mode]);
}

export function probeControls(s: PoolingState): string[] {
  return [stepSlider(s.h2, fields.h2), select("loss", words.loss, s.loss, losses, words.losses)];
}
