import { mul, sum } from "../../../src/ops/index.ts";
import { verdict } from "../core/broken.ts";
import { bugSelect } from "../core/bugSelect.ts";
import { group, presetSelect, select, slider, tabs } from "../core/controls.ts";
import { editableOf } from "../core/editable.ts";
import type { Range } from "../core/fields.ts";
import { filled } from "../core/fill.ts";
import { givenPart, tensorOf } from "../core/given.ts";
import { nested } from "../core/nested.ts";
import { judgedNote, noteOf, stepSlider } from "../core/notes.ts";
import { stepsOf, sumFigure, sumSays, wrongNote } from "../core/sums.ts";
import { type Probed, probedKey, tensorProbe } from "../core/tensorProbe.ts";
import type { Code, Look, Widget } from "../core/widget.ts";
import { broadcasting as words } from "../words/en/broadcasting.ts";
import { bugOf, bugs, inputsOf, partsOf, runOf, shapeOf } from "./parts.ts";
import { shapes } from "./shapes.ts";
import { aShapeOf, bShapeOf, fields, modes, type Numbers, operators, type State } from "./state.ts";

const probedOf = (s: State): Probed => ({
  inputs: inputsOf(s),
  loss: (...inputs) => sum(mul(tensorOf(givenPart(s, "∂y", "dy", shapeOf(s))), runOf(s)(...inputs))),
});

const lookedAt = (s: State): State => (s.mode === "probe" ? { ...s, select: probedKey(probedOf(s), s.select) } : s);

function figure(s: State, look: Look): string {
  const parts = partsOf(s);
  const drawn = sumFigure(parts, lookedAt(s), look);
  const below = s.mode === "probe" ? tensorProbe(probedOf(s), s.select, 2 ** -s.h2) : "";
  const judged = s.mode === "broken" ? wrongNote(parts) + judgedNote(look.later) : "";
  return `${shapes(s)}${noteOf(words.notes[s.mode])}${judged}${drawn}${below}`;
}

const sizes = ["a0", "a1", "a2", "b0", "b1", "b2"] as const;

function controls(s: State): string {
  const size = (name: (typeof sizes)[number]) =>
    slider(
      name,
      words.size(name[0], Number(name[1]) - 3),
      s[name],
      fields[name] as Range,
      s[name] === 0 ? words.missing : String(s[name]),
    );
  const own = { probe: () => [stepSlider(s.h2, fields.h2)], broken: () => [bugSelect(bugs, bugOf(s))] };
  return (
    tabs("mode", s.mode, modes, words.modes, words.mode) +
    group(
      words.sizes,
      ...sizes.map(size),
      select("op", words.op, s.op, operators, words.operators),
      ...(own[s.mode as keyof typeof own]?.() ?? []),
    )
  );
}

function more(s: State): string {
  const preset = (name: Numbers, label: string) => presetSelect(name, label, s[name]);
  const second = s.mode === "second" ? [preset("v", "v")] : [];
  return group(words.numbers, preset("a", "a"), preset("b", "b"), preset("dy", "∂y"), ...second);
}

function code(s: State): Code {
  const shown = { a: nested(filled(s.a, aShapeOf(s)), aShapeOf(s)), b: nested(filled(s.b, bShapeOf(s)), bShapeOf(s)) };
  const dy = nested(filled(s.dy, shapeOf(s)), shapeOf(s));
  const sign = { mul: "*", add: "+", sub: "-" }[s.op];
  return {
    typescript: `import { backward, ${s.op}, tensor } from "alexgrad";

const a = tensor(${shown.a}, { requiresGrad: true });
const b = tensor(${shown.b}, { requiresGrad: true });
const y = ${s.op}(a, b);
backward(y, tensor(${dy}));
console.log(await y.toArray(), await a.grad?.toArray(), await b.grad?.toArray());
`,
    pytorch: `import torch
from math import nan

a = torch.tensor(${shown.a}, dtype=torch.float64, requires_grad=True)
b = torch.tensor(${shown.b}, dtype=torch.float64, requires_grad=True)
y = a ${sign} b
y.backward(torch.tensor(${dy}, dtype=torch.float64))
print(y, a.grad, b.grad)
`.replaceAll("NaN", "nan"),
  };
}

/** Two shapes stretched to one, and the gradient's sum back. */
export const widget: Widget<State> = {
  name: "broadcasting",
  title: words.title,
  fields,
  controls,
  more,
  figure,
  says: (s) => sumSays(partsOf(s), lookedAt(s)),
  code,
  editable: (s) => editableOf(partsOf(s)),
  steps: (s) => (s.mode === "probe" || s.mode === "broken" ? 0 : stepsOf(partsOf(s))),
  later: (s) => (s.mode === "broken" ? verdict(bugOf(s), runOf(s), inputsOf(s)) : null),
};
