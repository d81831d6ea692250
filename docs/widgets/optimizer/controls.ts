import { group, select, slider, tabs, toggle } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import { show } from "../core/numbers.ts";
import { optimizer as words } from "../words/en/optimizer.ts";
import { decayOf, fields, landscapes, modes, momentumOf, rateOf, type State, scaleOf } from "./state.ts";

type Number = "rate" | "momentum" | "decay" | "drop" | "scale" | "x" | "y";

export function controls(s: State): string {
  const one = (name: Number, shown: string) => slider(name, words[name], s[name], fields[name] as Range, shown);
  const settings = [
    select("land", words.land, s.land, landscapes, words.lands),
    one("rate", show(rateOf(s))),
    ...(s.mode === "adagrad" ? [] : [one("momentum", String(momentumOf(s)))]),
    one("decay", String(decayOf(s))),
    ...(s.mode === "rules" ? [one("drop", s.drop === 0 ? words.never : String(s.drop))] : []),
    one("scale", String(scaleOf(s))),
    one("x", show(s.x / 10)),
    one("y", show(s.y / 10)),
    ...(s.mode === "adagrad" ? [toggle("rootless", words.rootless, s.rootless)] : []),
  ];
  return tabs("mode", s.mode, modes, words.modes, words.mode) + group(words.settings, ...settings);
}
