import { group, select, slider, tabs, toggle } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import type { Widget } from "../core/widget.ts";
import { tape as words } from "../words/en/tape.ts";
import { code } from "./code.ts";
import { figure } from "./figure.ts";
import { programNames } from "./programs.ts";
import { programOf } from "./record.ts";
import { says } from "./says.ts";
import { fields, modes, type State } from "./state.ts";
import { trace } from "./trace.ts";

/** A program, the tape that it records, and the ways back along it. */
export const widget: Widget<State> = {
  name: "tape",
  title: words.title,
  fields,
  controls,
  figure,
  says,
  code,
  steps: (s) => trace(s).length - 1,
};

function controls(s: State): string {
  const sliders = programOf(s).inputs.flatMap(({ name, from }) =>
    typeof from === "string" ? [slider(from, name, s[from], fields[from] as Range)] : [],
  );
  const ofMode = {
    once: [],
    recursion: [],
    twice: [toggle("zero", words.zero, s.zero)],
    again: [toggle("retain", words.retain, s.retain)],
    second: [],
  }[s.mode];
  const program = select("program", words.program, s.program, { options: programNames }, words.programs);
  return tabs("mode", s.mode, modes, words.modes, words.mode) + group(words.numbers, program, ...sliders, ...ofMode);
}
