import { bugSelect } from "../core/bugSelect.ts";
import { group, presetSelect, select, slider, tabs, toggle } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import { escapeHtml } from "../core/html.ts";
import { stepSlider } from "../core/notes.ts";
import { conv2d as words } from "../words/en/conv2d.ts";
import { core } from "../words/en/core.ts";
import { bugOf, bugs } from "./bugs.ts";
import { corners, fields, losses, modes, orders, type State } from "./state.ts";

type Number = { [K in keyof State]: State[K] extends number ? K : never }[keyof State];

export function controls(s: State): string {
  const one = (name: Number, label: string) => slider(name, label, s[name], fields[name] as Range);
  /** Both directions, or all four sides, at once. */
  const all = (names: readonly [Number, ...Number[]], label: string) => {
    const values = names.map((name) => s[name]);
    const isSame = values.every((value) => value === values[0]);
    return slider(
      names.join(" "),
      label,
      values[0],
      fields[names[0]] as Range,
      isSame ? String(values[0]) : values.join("×"),
    );
  };
  const sizes = group(
    words.size,
    all(["h", "w"], words.size),
    all(["kh", "kw"], words.kernel),
    all(["sh", "sw"], words.stride),
    all(["top", "bottom", "left", "right"], words.padding),
    all(["dh", "dw"], words.dilation),
    one("groups", words.groups),
    one("c", words.channels),
    one("k", words.filters),
  );
  return tabs("mode", s.mode, modes, words.modes, words.mode) + sizes + group(words.modes[s.mode], ...ofMode(s));
}

export function more(s: State): string {
  const one = (name: Number, label: string) => slider(name, label, s[name], fields[name] as Range);
  const each = group(
    words.each,
    one("h", words.height),
    one("w", words.width),
    one("kh", words.kernelHeight),
    one("kw", words.kernelWidth),
    one("sh", words.strideDown),
    one("sw", words.strideRight),
    one("dh", words.dilationDown),
    one("dw", words.dilationRight),
    one("top", words.top),
    one("bottom", words.bottom),
    one("left", words.left),
    one("right", words.right),
    one("n", words.images),
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
  const preset = (name: "x" | "weight" | "dy" | "v", label: string) => presetSelect(name, label, s[name], core.presets);
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
