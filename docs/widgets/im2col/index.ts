import { sizeOf } from "../../../src/core/shape.ts";
import { group, presetSelect, slider, tabs } from "../core/controls.ts";
import { editableOf } from "../core/editable.ts";
import type { Range } from "../core/fields.ts";
import { filled } from "../core/fill.ts";
import { nested } from "../core/nested.ts";
import { noteOf } from "../core/notes.ts";
import { show } from "../core/numbers.ts";
import { stepsOf, sumFigure, sumSays } from "../core/sums.ts";
import type { Code, Look, Widget } from "../core/widget.ts";
import { im2col as words } from "../words/en/im2col.ts";
import { partsOf } from "./parts.ts";
import { fields, geometryOf, modes, type Numbers, type State, xShapeOf } from "./state.ts";

const bytesOfFloat = 4;

function figure(s: State, look: Look): string {
  const g = geometryOf(s);
  const parts = partsOf(s);
  const [x, cols] = [sizeOf(xShapeOf(s)), s.c * s.kh * s.kw * g.oh * g.ow].map((size) => size * bytesOfFloat);
  const isLinear = g.oh * g.ow === 1 && s.kh === s.h && s.kw === s.w;
  const special = isLinear ? words.linear : s.kh * s.kw === 1 && s.s === 1 && s.p === 0 ? words.pointwise : "";
  const notes = [words.notes[s.mode], words.bytes(x, cols, show(cols / x)), special].filter(Boolean);
  return `${noteOf(notes.join(" "))}${sumFigure(parts, s, look)}`;
}

function controls(s: State): string {
  const one = (name: "c" | "h" | "w" | "k" | "kh" | "kw" | "s" | "d" | "p") =>
    slider(name, words.each[name], s[name], fields[name] as Range);
  const filters = s.mode === "windows" ? [] : [one("k")];
  return (
    tabs("mode", s.mode, modes, words.modes, words.mode) +
    group(words.sizes, one("c"), one("h"), one("w"), one("kh"), one("kw"), one("s"), one("p"), one("d"), ...filters)
  );
}

function more(s: State): string {
  const preset = (name: Numbers, label: string) => presetSelect(name, label, s[name]);
  const all = {
    windows: [preset("x", "x")],
    product: [preset("x", "x"), preset("weight", "w")],
    back: [preset("weight", "w"), preset("dy", "∂y")],
  };
  return group(words.numbers, ...all[s.mode]);
}

function code(s: State): Code {
  const g = geometryOf(s);
  const shapes = { x: [1, ...xShapeOf(s)], w: [s.k, s.c * s.kh * s.kw], dy: [s.k, g.oh * g.ow] };
  const x = nested(filled(s.x, xShapeOf(s)), shapes.x);
  const w = nested(filled(s.weight, shapes.w), shapes.w);
  const dy = nested(filled(s.dy, shapes.dy), shapes.dy);
  return {
    typescript: `import { backward, conv2d, tensor } from "alexgrad";

const x = tensor(${x}, { requiresGrad: true });
const w = tensor(${w});
const y = conv2d(x, w.reshape([${g.wShape.join(", ")}]), { stride: ${s.s}, padding: ${s.p}, dilation: ${s.d} });
backward(y, tensor(${dy}).reshape([${g.shape.join(", ")}]));
console.log(await y.toArray(), await x.grad?.toArray());
`,
    pytorch: `import torch
import torch.nn.functional as F
from math import nan

x = torch.tensor(${x}, dtype=torch.float64, requires_grad=True)
w = torch.tensor(${w}, dtype=torch.float64)
cols = F.unfold(x, (${s.kh}, ${s.kw}), stride=${s.s}, padding=${s.p}, dilation=${s.d})[0]
y = w @ cols
y.backward(torch.tensor(${dy}, dtype=torch.float64))
print(cols, y, x.grad)
`.replaceAll("NaN", "nan"),
  };
}

/** A convolution as a matrix product: the windows beside each other. */
export const widget: Widget<State> = {
  name: "im2col",
  title: words.title,
  fields,
  controls,
  more,
  figure,
  says: (s) => sumSays(partsOf(s), s),
  code,
  editable: (s) => editableOf(partsOf(s)),
  steps: (s) => stepsOf(partsOf(s)),
};
