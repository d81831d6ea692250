import { bugSelect } from "../core/bugSelect.ts";
import { group, presetSelect, select, slider, tabs, toggle } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import { stepSlider } from "../core/notes.ts";
import { batchNorm as words } from "../words/en/batch-norm.ts";
import { bugOf, bugs } from "./bugs.ts";
import { epsilons, fields, modes, momenta, type State, sources } from "./state.ts";

export function controls(s: State): string {
  const number = (name: string, label: string, value: string, { options }: { readonly options: readonly string[] }) =>
    select(name, label, value, { options }, Object.fromEntries(options.map((option) => [option, option])));
  const usesRunning = s.mode === "running" || !s.training;
  const layer = group(
    words.layer,
    slider("n", words.images, s.n, fields.n as Range),
    slider("c", words.channels, s.c, fields.c as Range),
    toggle("training", words.training, s.training),
    number("eps", "ε", s.eps, epsilons),
    ...(usesRunning
      ? [
          number("momentum", words.momentum, s.momentum, momenta),
          slider("batches", words.batches, s.batches, fields.batches as Range),
          select("source", words.source, s.source, sources, words.sources),
        ]
      : []),
  );
  return tabs("mode", s.mode, modes, words.modes, words.mode) + layer + group(words.modes[s.mode], ...ofMode(s));
}

function ofMode(s: State): string[] {
  if (s.mode === "probe") return [stepSlider(s.h2, fields.h2)];
  if (s.mode !== "broken") return [];
  return [bugSelect(bugs, bugOf(s))];
}

export function more(s: State): string {
  const preset = (name: "x" | "dy" | "v" | "gamma" | "beta", label: string) => presetSelect(name, label, s[name]);
  const all = [preset("x", "x"), preset("gamma", "γ"), preset("beta", "β")];
  if (s.mode === "forward") return group(words.numbers, ...all);
  if (s.mode === "running") return group(words.numbers, all[0]);
  return group(words.numbers, ...all, preset("dy", "∂y"), ...(s.mode === "second" ? [preset("v", "v")] : []));
}
