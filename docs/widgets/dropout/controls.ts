import { bugSelect } from "../core/bugSelect.ts";
import { group, presetSelect, select, slider, tabs, toggle } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import { stepSlider } from "../core/notes.ts";
import { dropout as words } from "../words/en/dropout.ts";
import { bugOf, bugs } from "./bugs.ts";
import { conventions, counts, fields, modes, probabilityOf, type State } from "./state.ts";

export function controls(s: State): string {
  const layer = group(
    words.layer,
    slider("p", words.p, s.p, fields.p as Range, String(probabilityOf(s))),
    slider("seed", words.seed, s.seed, fields.seed as Range),
    select("convention", words.convention, s.convention, conventions, words.conventions),
    ...(s.mode === "masks" ? [] : [toggle("training", words.training, s.training)]),
  );
  return tabs("mode", s.mode, modes, words.modes, words.mode) + layer + group(words.modes[s.mode], ...ofMode(s));
}

function ofMode(s: State): string[] {
  switch (s.mode) {
    case "masks": {
      const names = Object.fromEntries(counts.options.map((count) => [count, count])) as Record<State["masks"], string>;
      return [select("masks", words.masks, s.masks, counts, names)];
    }
    case "probe":
      return [stepSlider(s.h2, fields.h2)];
    case "broken":
      return [bugSelect(bugs, bugOf(s))];
    default:
      return [];
  }
}

export function more(s: State): string {
  const preset = (name: "x" | "dy" | "v", label: string) => presetSelect(name, label, s[name]);
  const all = [slider("units", words.unitsCount, s.units, fields.units as Range), preset("x", "x")];
  if (s.mode === "forward" || s.mode === "masks") return group(words.numbers, ...all);
  return group(words.numbers, ...all, preset("dy", "∂y"), ...(s.mode === "second" ? [preset("v", "v")] : []));
}
