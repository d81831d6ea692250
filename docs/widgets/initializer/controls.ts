import { group, select, slider, tabs } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import { initializer as words } from "../words/en/initializer.ts";
import { activations, biasOf, fields, initializers, modes, type State, sigmaOf } from "./state.ts";

type Number = { [K in keyof State]: State[K] extends number ? K : never }[keyof State];

export function controls(s: State): string {
  const one = (name: Number, shown?: number) =>
    slider(name, words[name], s[name], fields[name] as Range, String(shown ?? s[name]));
  const init = select("init", words.init, s.init, initializers, words.inits);
  const free = s.init === "glorotUniform" ? [one("k")] : s.init === "gaussian" ? [one("sigma", sigmaOf(s))] : [];
  const settings =
    s.mode === "layers"
      ? [
          select("activation", words.activation, s.activation, activations, words.activations),
          one("even"),
          one("odd"),
          one("bias", biasOf(s)),
          one("seed"),
        ]
      : [one("c"), one("filters"), one("kernel"), one("groups")];
  return tabs("mode", s.mode, modes, words.modes, words.mode) + group(words.settings, init, ...free, ...settings);
}
