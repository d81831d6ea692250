import { bugSelect } from "../core/bugSelect.ts";
import { group, type NumbersOf, presetSelect, select, slidersOf, tabs, toggle } from "../core/controls.ts";
import { escapeHtml } from "../core/html.ts";
import { stepSlider } from "../core/notes.ts";
import { conv2d as words } from "../words/en/conv2d.ts";
import { bugOf, bugs } from "./bugs.ts";
import { corners, fields, losses, modes, orders, type State } from "./state.ts";

export function controls(s: State): string {
  const one = slidersOf<NumbersOf<State>>(s, fields);
  const sizes = group(
    words.size,
    one(words.size, "h", "w"),
    one(words.kernel, "kh", "kw"),
    one(words.stride, "sh", "sw"),
    one(words.padding, "top", "bottom", "left", "right"),
    one(words.dilation, "dh", "dw"),
    one(words.groups, "groups"),
    one(words.channels, "c"),
    one(words.filters, "k"),
  );
  return tabs("mode", s.mode, modes, words.modes, words.mode) + sizes + group(words.modes[s.mode], ...ofMode(s));
}

export function more(s: State): string {
  const one = slidersOf<NumbersOf<State>>(s, fields);
  const each = group(
    words.each,
    one(words.height, "h"),
    one(words.width, "w"),
    one(words.kernelHeight, "kh"),
    one(words.kernelWidth, "kw"),
    one(words.strideDown, "sh"),
    one(words.strideRight, "sw"),
    one(words.dilationDown, "dh"),
    one(words.dilationRight, "dw"),
    one(words.top, "top"),
    one(words.bottom, "bottom"),
    one(words.left, "left"),
    one(words.right, "right"),
    one(words.images, "n"),
    toggle("ceil", words.ceil, s.ceil),
  );
  const details = `<details class="ag-more"><summary>${escapeHtml(words.each)}</summary>${each}</details>`;
  return group(words.numbers, ...numbers(s)) + details;
}

/** What only this mode has. */
function ofMode(s: State): string[] {
  switch (s.mode) {
    case "by-x":
      return [select("order", words.order, s.order, orders, words.orders)];
    case "second":
      return [select("corner", words.corner, s.corner, corners, words.corners)];
    case "probe":
      return [stepSlider(s.h2, fields.h2), select("loss", words.loss, s.loss, losses, words.losses)];
    case "broken":
      return [bugSelect(bugs, bugOf(s))];
    default:
      return [];
  }
}

function numbers(s: State): string[] {
  const preset = (name: "x" | "weight" | "dy" | "v", label: string) => presetSelect(name, label, s[name]);
  const all = { x: preset("x", "x"), w: preset("weight", "w"), dy: preset("dy", "∂y"), v: preset("v", "v") };
  const counts = toggle("counts", words.counts, s.counts);
  switch (s.mode) {
    case "forward":
      return [all.x, all.w, counts];
    case "by-x":
      return [all.w, all.dy, counts];
    case "by-w":
      return [all.x, all.dy, counts];
    case "second":
      return [s.corner === "x" ? all.w : all.x, all.dy, all.v];
    default:
      return [all.x, all.w, all.dy];
  }
}
