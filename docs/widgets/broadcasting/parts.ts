import { grad } from "../../../src/core/backward.ts";
import { broadcastShapes } from "../../../src/core/shape.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import type { ReferenceDevice } from "../../../src/devices/reference.ts";
import { add, broadcastTo, mul, sub, sum } from "../../../src/ops/index.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { reductions } from "../../museum/catalog/reductions.ts";
import { indicesOf } from "../core/fill.ts";
import { givenPart, tensorOf } from "../core/given.ts";
import { values } from "../core/library.ts";
import { constant, factorOf, type Part } from "../core/sums.ts";
import type { Term } from "../core/terms.ts";
import { aShapeOf, bShapeOf, type Numbers, type State } from "./state.ts";

type BroadcastPart = Part<Numbers>;

/** The seeded bugs of what undoes broadcasting. */
export const bugs: readonly Bug[] = reductions.filter(({ ops }) => ops.includes("broadcastTo"));
export const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

const operators = { mul, add, sub };

type Run = (...inputs: Tensor[]) => Tensor;

export const runOf =
  ({ op }: State): Run =>
  (a, b) =>
    operators[op](a, b);

/** @throws ShapeError where the shapes do not fit. */
export const shapeOf = (s: State) => broadcastShapes(s.op, aShapeOf(s), bShapeOf(s));

/** Where an element of the result comes from: axes are matched from the last on, and one of size 1 is read at 0. */
const sourceOf = (index: readonly number[], shape: readonly number[]) =>
  shape.map((extent, axis) => (extent === 1 ? 0 : index[index.length - shape.length + axis]));

export const inputsOf = (s: State): readonly BroadcastPart[] => [
  givenPart(s, "a", "a", aShapeOf(s)),
  givenPart(s, "b", "b", bShapeOf(s)),
];

const product = (...factors: Term["factors"]): Term => ({ factors });

/** An input and the same stretched to the result's shape. */
function stretchedOf(part: BroadcastPart, shape: readonly number[]): BroadcastPart {
  return {
    name: `${part.name}′`,
    shape,
    values: values(broadcastTo(tensorOf(part), shape)),
    terms: (index) => [product(factorOf(part, sourceOf(index, part.shape)))],
  };
}

/** The sum back over what was stretched. */
function summedOf(whole: BroadcastPart, of: BroadcastPart, all: ArrayLike<number>): BroadcastPart {
  return {
    name: `∂${of.name}`,
    shape: of.shape,
    values: all,
    terms: (index) =>
      indicesOf(whole.shape)
        .filter((each) => sourceOf(each, of.shape).join() === index.join())
        .map((each) => product(factorOf(whole, each))),
  };
}

function gradientsOf(s: State, device?: ReferenceDevice) {
  const inputs = inputsOf(s).map((part) => tensorOf(part, device));
  const dy = tensorOf(givenPart(s, "∂y", "dy", shapeOf(s)), device);
  const y = runOf(s)(...inputs);
  return { y: values(y), gradients: grad(y, inputs, { gradOutputs: [dy] }).map(values) };
}

/** The tensors of a mode. */
export function partsOf(s: State): readonly BroadcastPart[] {
  const shape = shapeOf(s);
  const [a, b] = inputsOf(s);
  const [wideA, wideB] = [stretchedOf(a, shape), stretchedOf(b, shape)];
  const dy = givenPart(s, "∂y", "dy", shape);
  const all = gradientsOf(s);
  switch (s.mode) {
    case "by-a": {
      const wide = wideGradient(s, "a", [wideA, wideB], dy);
      return [...(s.op === "mul" ? [b, wideB] : []), dy, wide, summedOf(wide, a, all.gradients[0])];
    }
    case "by-b": {
      const wide = wideGradient(s, "b", [wideA, wideB], dy);
      return [...(s.op === "mul" ? [a, wideA] : []), dy, wide, summedOf(wide, b, all.gradients[1])];
    }
    case "second":
      return secondOf(s, a, b, wideB, dy);
    case "broken":
      return brokenOf(s, [wideA, wideB], dy, all.gradients);
    default:
      return [a, b, wideA, wideB, { name: "y", shape, values: all.y, terms: forwardTerms(s, wideA, wideB) }];
  }
}

function forwardTerms({ op }: State, a: Part, b: Part): (index: readonly number[]) => readonly Term[] {
  return (index) => {
    const [left, right] = [factorOf(a, index), factorOf(b, index)];
    if (op === "mul") return [product(left, right)];
    return [product(left), op === "add" ? product(right) : product(constant("−1", -1), right)];
  };
}

/** The gradient by an input that nobody stretched yet. */
function wideGradient(s: State, by: "a" | "b", wide: readonly [Part, Part], dy: Part): BroadcastPart {
  const [a, b] = wide.map((part) => tensorOf(part));
  const [found] = grad(runOf(s)(a, b), [by === "a" ? a : b], { gradOutputs: [tensorOf(dy)] });
  const other = wide[by === "a" ? 1 : 0];
  const sign = s.op === "sub" && by === "b" ? [constant("−1", -1)] : [];
  return {
    name: `∂${by}′`,
    shape: dy.shape,
    values: values(found),
    terms: (index) => [product(...sign, factorOf(dy, index), ...(s.op === "mul" ? [factorOf(other, index)] : []))],
  };
}

/** The gradients of S = Σ v·∂a: what was a sum on the way back is a stretch once more. */
function secondOf(
  s: State,
  a: BroadcastPart,
  b: BroadcastPart,
  wideB: BroadcastPart,
  dy: BroadcastPart,
): readonly BroadcastPart[] {
  const v = givenPart(s, "v", "v", a.shape);
  const wideV = stretchedOf(v, dy.shape);
  const [left, right, outer] = [a, b, dy].map((part) => tensorOf(part));
  const [first] = grad(runOf(s)(left, right), [left], { gradOutputs: [outer], createGraph: true });
  const along = sum(mul(tensorOf(v), first));
  const byDy: BroadcastPart = {
    name: "∂S/∂(∂y)",
    shape: dy.shape,
    values: values(grad(along, [outer], { retainGraph: true })[0]),
    terms: (index) => [product(factorOf(wideV, index), ...(s.op === "mul" ? [factorOf(wideB, index)] : []))],
  };
  if (s.op !== "mul") return [v, wideV, dy, byDy];
  const byB: BroadcastPart = {
    name: "∂S/∂b",
    shape: b.shape,
    values: values(grad(along, [right])[0]),
    terms: (index) =>
      indicesOf(dy.shape)
        .filter((each) => sourceOf(each, b.shape).join() === index.join())
        .map((each) => product(factorOf(wideV, each), factorOf(dy, each))),
  };
  return [v, wideV, b, wideB, dy, byDy, byB];
}

function brokenOf(
  s: State,
  wide: readonly [BroadcastPart, BroadcastPart],
  dy: BroadcastPart,
  right: readonly ArrayLike<number>[],
): readonly BroadcastPart[] {
  const device = bugDevice(bugOf(s));
  const { gradients } = gradientsOf(s, device);
  const inputs = inputsOf(s);
  const whole = (["a", "b"] as const).map((by) => wideGradient(s, by, wide, dy));
  const wrong = inputs.map((part, i) => ({
    ...summedOf(whole[i], part, gradients[i]),
    right: right[i],
  }));
  return [...inputs, ...(s.op === "mul" ? wide : []), dy, whole[0], wrong[0], whole[1], wrong[1]];
}
