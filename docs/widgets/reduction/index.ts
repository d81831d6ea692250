import { mul, sum } from "../../../src/ops/index.ts";
import { verdict } from "../core/broken.ts";
import { bugSelect } from "../core/bugSelect.ts";
import { group, presetSelect, select, slider, tabs, toggle } from "../core/controls.ts";
import { editableOf } from "../core/editable.ts";
import type { Range } from "../core/fields.ts";
import { filled, indicesOf } from "../core/fill.ts";
import { givenPart, tensorOf } from "../core/given.ts";
import { made, values } from "../core/library.ts";
import { nested } from "../core/nested.ts";
import { judgedNote, noteOf, stepSlider } from "../core/notes.ts";
import { keyOf, nameOf } from "../core/plane.ts";
import { stepsOf, sumFigure, sumSays, wrongNote } from "../core/sums.ts";
import { type Probed, probedKey, tensorProbe } from "../core/tensorProbe.ts";
import type { Code, Look, Widget } from "../core/widget.ts";
import { reduction as words } from "../words/en/reduction.ts";
import { bugOf, bugs, partsOf, run, shownOf, winners } from "./parts.ts";
import { axes, fields, modes, type Numbers, operators, type State, xShapeOf } from "./state.ts";

const inputOf = (s: State) => givenPart(s, "x", "x", xShapeOf(s));

const probedOf = (s: State): Probed => ({
  inputs: [inputOf(s)],
  loss(x) {
    const y = run(s, x);
    return sum(mul(made(filled(s.dy, y.shape), y.shape), y));
  },
  decisions(x) {
    if (s.op !== "max") return {};
    const found = winners(s, x);
    return Object.fromEntries(
      Array.from(values(found), (at, i) => [words.winner(nameOf(keyOf("y", indicesOf(found.shape)[i]))), at]),
    );
  },
});

const lookedAt = (s: State): State => (s.mode === "probe" ? { ...s, select: probedKey(probedOf(s), s.select) } : s);

function figure(s: State, look: Look): string {
  const parts = partsOf(s);
  const drawn = sumFigure(parts, lookedAt(s), look);
  const { op } = shownOf(s);
  const note = s.mode === "probe" || s.mode === "broken" ? words[s.mode] : words.notes[s.mode][op];
  const below = s.mode === "probe" ? tensorProbe(probedOf(s), s.select, 2 ** -s.h2) : "";
  const judged = s.mode === "broken" ? wrongNote(parts) + judgedNote(look.later) : "";
  return `${noteOf(note)}${judged}${drawn}${below}`;
}

function controls(s: State): string {
  const one = (name: "h" | "w" | "correction", label: string) => slider(name, label, s[name], fields[name] as Range);
  const op = s.mode === "broken" ? bugSelect(bugs, bugOf(s)) : select("op", words.op, s.op, operators, words.operators);
  const own = [
    ...(shownOf(s).op === "variance" ? [one("correction", words.correction)] : []),
    ...(s.mode === "probe" ? [stepSlider(s.h2, fields.h2)] : []),
  ];
  const sizes = [one("h", words.rows), one("w", words.columns), select("axis", words.axis, s.axis, axes, words.axes)];
  return (
    tabs("mode", s.mode, modes, words.modes, words.mode) +
    group(words.sizes, op, ...sizes, toggle("keep", words.keep, s.keep), ...own)
  );
}

function more(s: State): string {
  const preset = (name: Numbers, label: string) => presetSelect(name, label, s[name]);
  const second = s.mode === "second" ? [preset("v", "v")] : [];
  return group(words.numbers, preset("x", "x"), preset("dy", "∂y"), ...second);
}

function code(given: State): Code {
  const s = shownOf(given);
  const x = nested(filled(s.x, xShapeOf(s)), xShapeOf(s));
  const { shape } = run(s, tensorOf(inputOf(s)));
  const dy = nested(filled(s.dy, shape), shape);
  const isVariance = s.op === "variance";
  const options = [
    ...(s.axis === "all" ? [] : [`axis: ${s.axis}`]),
    ...(s.keep ? ["keepDims: true"] : []),
    ...(isVariance && s.correction > 0 ? [`correction: ${s.correction}`] : []),
  ];
  const torch = { sum: "sum", mean: "mean", max: "amax", variance: "var" }[s.op];
  const dims = s.axis === "all" ? "(0, 1)" : s.axis;
  const correction = isVariance ? `, correction=${s.correction}` : "";
  return {
    typescript: `import { backward, ${s.op}, tensor } from "alexgrad";

const x = tensor(${x}, { requiresGrad: true });
const y = ${s.op}(x${options.length === 0 ? "" : `, { ${options.join(", ")} }`});
backward(y, tensor(${dy}));
console.log(await y.toArray(), await x.grad?.toArray());
`,
    pytorch: `import torch
from math import nan

x = torch.tensor(${x}, dtype=torch.float64, requires_grad=True)
y = torch.${torch}(x, dim=${dims}${correction}${s.keep ? ", keepdim=True" : ""})
y.backward(torch.tensor(${dy}, dtype=torch.float64))
print(y, x.grad)
`.replaceAll("NaN", "nan"),
  };
}

/** Sum, mean, variance and maximum over an axis, and what comes back. */
export const widget: Widget<State> = {
  name: "reduction",
  title: words.title,
  fields,
  controls,
  more,
  figure,
  says: (s) => sumSays(partsOf(s), lookedAt(s)),
  code,
  editable: (s) => editableOf(partsOf(s)),
  steps: (s) => (s.mode === "probe" || s.mode === "broken" ? 0 : stepsOf(partsOf(s))),
  later: (s) => (s.mode === "broken" ? verdict(bugOf(s), (x) => run(shownOf(s), x), [inputOf(s)]) : null),
};
