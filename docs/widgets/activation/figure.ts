import { sum } from "../../../src/ops/index.ts";
import { type Curve, plot } from "../core/curves.ts";
import { escapeHtml } from "../core/html.ts";
import { values } from "../core/library.ts";
import { judgedNote, noteOf } from "../core/notes.ts";
import { show } from "../core/numbers.ts";
import { sumFigure, wrongNote } from "../core/sums.ts";
import { type Probed, tensorProbe } from "../core/tensorProbe.ts";
import type { Look } from "../core/widget.ts";
import { activation as words } from "../words/en/activation.ts";
import { type Curves, curvesAt, differences, functionOf, kinksOf } from "./functions.ts";
import { layers } from "./layers.ts";
import { deadUnits, partsOf } from "./parts.ts";
import { pointOf, type State } from "./state.ts";

const extent = { x: 4.5, y: 3.2 };
const steps = 30;
/** Beside a kink, far enough that the slope is that of its side. */
const beside = 1e-6;
/** A power of two: differences of straight lines are exact. */
const small = 2 ** -20;

const probedOf = (s: State): Probed => ({
  inputs: [{ name: "x", shape: [1], values: [pointOf(s)] }],
  loss: (x) => sum(functionOf(s)(x)),
  decisions: (x) =>
    Object.fromEntries(
      kinksOf(s).map((kink) => {
        const at = values(x)[0];
        return [words.side(show(kink)), at > kink ? words.sides.right : at < kink ? words.sides.left : words.sides.on];
      }),
    ),
});

export function figure(s: State, look: Look): string {
  const parts = partsOf(s);
  const cells = sumFigure(parts, { ...s, step: Number.POSITIVE_INFINITY }, look);
  switch (s.mode) {
    case "units":
      return `${noteOf(words.notes.units)}${noteOf(words.dead(deadUnits(s)))}${cells}`;
    case "broken":
      return `${noteOf(words.notes.broken)}${wrongNote(parts)}${judgedNote(look.later)}${cells}`;
    case "layers":
      return `${noteOf(words.notes.layers)}${layers(s)}`;
    case "probe":
      return `${curves(s)}${cells}${tensorProbe(probedOf(s), "x:0", 10 ** -s.h10)}`;
    default:
      return `${noteOf(words.notes[s.mode])}${curves(s)}${cells}${sides(s)}`;
  }
}

/** Between kinks, and up to both sides of each. */
function pieces(s: State): number[][] {
  const edges = [-extent.x, ...kinksOf(s).filter((kink) => Math.abs(kink) < extent.x), extent.x];
  return edges.slice(1).map((end, i) => {
    const [from, to] = [edges[i] + beside, end - beside];
    const count = Math.max(1, Math.ceil((steps * (to - from)) / extent.x));
    return Array.from({ length: count + 1 }, (_, k) => from + ((to - from) * k) / count);
  });
}

function curves(s: State): string {
  const f = functionOf(s);
  const x = pointOf(s);
  const here = curvesAt(f, [x]);
  const all = pieces(s).map((points) => ({ points, found: curvesAt(f, points) }));
  const curve = (of: keyof Curves, kind: Curve["kind"]): Curve => ({
    name: words.curves[of],
    kind,
    pieces: all.map(({ points, found }) => points.map((point, i) => [point, found[of][i]] as const)),
  });
  const tangent: Curve = {
    name: words.tangent(show(here.slope[0])),
    kind: "tangent",
    pieces: [[x - extent.x * 2, x + extent.x * 2].map((at) => [at, here.y[0] + here.slope[0] * (at - x)] as const)],
  };
  const [shown, of] = {
    "by-x": [[curve("y", "main"), curve("slope", "second")], here.slope],
    second: [[curve("slope", "main"), curve("curvature", "second")], here.curvature],
    other: [[curve("y", "main"), tangent], here.y],
  }[s.mode === "by-x" || s.mode === "second" ? s.mode : "other"] as [Curve[], ArrayLike<number>];
  return plot(words.plot(words.functions[s.f], show(x)), shown, [[x, of[0]]], extent);
}

/** At a kink: the slopes to both sides, half way between them, and the library's choice. */
function sides(s: State): string {
  const x = pointOf(s);
  if (!kinksOf(s).includes(x)) return "";
  const f = functionOf(s);
  const { left, right, central } = differences(f, x, small);
  const chosen = curvesAt(f, [x]).slope[0];
  const row = (name: string, value: number) =>
    `<tr><th scope="row">${escapeHtml(name)}</th><td>${show(value)}</td></tr>`;
  const rows = [
    row(words.slopes.left, left),
    row(words.slopes.right, right),
    row(words.slopes.central, central),
    row(words.slopes.library, chosen),
  ];
  return `<table class="ag-numbers"><caption>${escapeHtml(words.atKink(show(x)))}</caption><tbody>${rows.join("")}</tbody></table>`;
}
