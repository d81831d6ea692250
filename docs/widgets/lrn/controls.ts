import { group, presetSelect, select, slider, tabs, toggle } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import { stepSlider } from "../core/notes.ts";
import { show } from "../core/numbers.ts";
import { lrn as words } from "../words/en/lrn.ts";
import { bugOf, bugs } from "./bugs.ts";
import { alphas, betas, fields, ks, modes, regions, type State } from "./state.ts";

export function controls(s: State): string {
  const number = (name: string, label: string, value: string, { options }: { readonly options: readonly string[] }) =>
    select(name, label, value, { options }, Object.fromEntries(options.map((option) => [option, option])));
  const layer = group(
    words.layer,
    slider("size", words.size, s.size, fields.size as Range),
    number("alpha", "α", s.alpha, alphas),
    number("beta", "β", s.beta, betas),
    number("k", "k", s.k, ks),
    toggle("divide", words.divide, s.divide),
    select("channels", words.window, s.channels, regions, words.regions),
  );
  return tabs("mode", s.mode, modes, words.modes, words.mode) + layer + group(words.modes[s.mode], ...ofMode(s));
}

function ofMode(s: State): string[] {
  switch (s.mode) {
    case "probe":
      return [stepSlider(s.h2, fields.h2)];
    case "broken": {
      const options = bugs.map((_, i) => String(i));
      const names = Object.fromEntries(
        bugs.map(({ name }, i) => [String(i), name.replace("localResponseNormGrad: ", "")]),
      );
      return [select("bug", words.bug, String(bugs.indexOf(bugOf(s))), { options }, names)];
    }
    case "acts":
      return [slider("scale", words.scale, s.scale, fields.scale as Range, `×${show(2 ** s.scale)}`)];
    default:
      return [];
  }
}

export function more(s: State): string {
  const preset = (name: "x" | "dy" | "v", label: string) => presetSelect(name, label, s[name]);
  const sizes = s.channels === "across" ? [slider("c", words.channels, s.c, fields.c as Range)] : [];
  const all = [...sizes, preset("x", "x")];
  if (s.mode === "converter") return "";
  if (s.mode === "forward" || s.mode === "acts") return group(words.numbers, ...all);
  return group(words.numbers, ...all, preset("dy", "∂y"), ...(s.mode === "second" ? [preset("v", "v")] : []));
}
