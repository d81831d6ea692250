import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { argmax, max, mean, mul, sub, sum, variance } from "../../../src/ops/index.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { reductions } from "../../museum/catalog/reductions.ts";
import { indicesOf } from "../core/fill.ts";
import { givenPart, tensorOf } from "../core/given.ts";
import { values } from "../core/library.ts";
import { constant, factorOf, type Part, valueAt } from "../core/sums.ts";
import type { Term } from "../core/terms.ts";
import { axisOf, countOf, type Numbers, outputOf, type State, xShapeOf } from "./state.ts";

type ReductionPart = Part<Numbers>;

const operators = ["sum", "mean", "max", "variance"] as const;

/** The seeded bugs of reductions, each with the operator that shows it. */
export const bugs: readonly Bug[] = reductions.filter(({ ops }) => operators.some((name) => ops.includes(name)));
export const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

/** In the broken mode, the bug says which operator it is, and one needs a correction. */
export function shownOf(s: State): State {
  if (s.mode !== "broken") return s;
  const { ops, name } = bugOf(s);
  const op = operators.find((each) => ops.includes(each))!;
  return { ...s, op, correction: name.includes("correction") ? Math.max(1, s.correction) : s.correction };
}

export function run(s: State, x: Tensor): Tensor {
  const options = { ...axisOf(s), keepDims: s.keep };
  if (s.op === "variance") return variance(x, { ...options, correction: s.correction });
  return { sum, mean, max }[s.op](x, options);
}

/** Where the first of the largest stands, as the library counts. */
export const winners = (s: State, x: Tensor): Tensor => argmax(x, axisOf(s));

const product = (...factors: Term["factors"]): Term => ({ factors });

/** x without its mean: what a variance squares. */
function centered(name: string, of: Part, s: State): ReductionPart {
  const x = tensorOf(of);
  const d = sub(x, mean(x, { ...axisOf(s), keepDims: true }));
  return { name, shape: of.shape, values: values(d) };
}

/** How much of its y's gradient each x gets: that of a sum of all y. */
function sharesOf(s: State, x: Part): ReductionPart {
  const at = tensorOf(x);
  return { name: "share", shape: x.shape, values: values(grad(sum(run(s, at)), [at])[0]) };
}

const insideOf = (s: State, index: readonly number[]) =>
  indicesOf(xShapeOf(s)).filter((each) => outputOf(each, s).join() === index.join());

/** The tensors of a mode. */
export function partsOf(given: State): readonly ReductionPart[] {
  const s = shownOf(given);
  const x = givenPart(s, "x", "x", xShapeOf(s));
  const at = tensorOf(x);
  const y = run(s, at);
  const dy = givenPart(s, "∂y", "dy", y.shape);
  const [dx] = grad(y, [at], { gradOutputs: [tensorOf(dy)] });
  const d = s.op === "variance" ? [centered("d", x, s)] : [];
  const marked = s.op === "max" ? { ...x, cell: markOf(s, x) } : x;
  const share = s.op === "max" ? [sharesOf(s, x)] : [];
  const gradient: ReductionPart = {
    name: "∂x",
    shape: x.shape,
    values: values(dx),
    terms: backwardTerms(s, dy, d[0], share[0]),
  };
  switch (s.mode) {
    case "by-x":
      return [...(s.op === "max" ? [marked] : []), ...d, ...share, dy, gradient];
    case "second":
      return secondOf(s, x, dy, share);
    case "broken":
      return [marked, dy, { ...gradient, values: brokenOf(s), right: values(dx) }];
    default:
      return [marked, ...d, { name: "y", shape: y.shape, values: values(y), terms: forwardTerms(s, x, d[0]) }];
  }
}

/** The winner ringed; twice where there are several. */
function markOf(s: State, x: Part): NonNullable<Part["cell"]> {
  const share = sharesOf(s, x);
  return (index) => {
    const part = valueAt(share, index);
    return part === 0 || Number.isNaN(part) ? {} : { mark: part === 1 ? "winner" : "tie" };
  };
}

function forwardTerms(s: State, x: Part, d: Part | undefined) {
  const divisor = countOf(s) - s.correction;
  const first = values(winners(s, tensorOf(x)));
  return (index: readonly number[]): readonly Term[] => {
    const inside = insideOf(s, index);
    if (d !== undefined) {
      const by = constant(`1/${divisor}`, 1 / divisor);
      return inside.map((each) => product(factorOf(d, each), factorOf(d, each), by));
    }
    if (s.op === "max") return [product(factorOf(x, inside[first[Math.max(0, ...index)]]))];
    const by = s.op === "mean" ? [constant(`1/${countOf(s)}`, 1 / countOf(s))] : [];
    return inside.map((each) => product(factorOf(x, each), ...by));
  };
}

function backwardTerms(s: State, dy: Part, d: Part | undefined, share: Part | undefined) {
  const divisor = countOf(s) - s.correction;
  return (index: readonly number[]): readonly Term[] => {
    const outer = factorOf(dy, outputOf(index, s));
    if (d !== undefined) return [product(constant(`2/${divisor}`, 2 / divisor), factorOf(d, index), outer)];
    if (share !== undefined) return [product(factorOf(share, index), outer)];
    return [product(...(s.op === "mean" ? [constant(`1/${countOf(s)}`, 1 / countOf(s))] : []), outer)];
  };
}

/** The gradients of S = Σ v·∂x by ∂y, and by x where ∂x depends on it. */
function secondOf(
  s: State,
  x: ReductionPart,
  dy: ReductionPart,
  share: readonly ReductionPart[],
): readonly ReductionPart[] {
  const v = givenPart(s, "v", "v", x.shape);
  const [at, outer] = [tensorOf(x), tensorOf(dy)];
  const [first] = grad(run(s, at), [at], { gradOutputs: [outer], createGraph: true });
  const along = sum(mul(tensorOf(v), first));
  const [byDy] = grad(along, [outer], { retainGraph: true });
  const [d, e] = [centered("d", x, s), centered("e", v, s)];
  const divisor = countOf(s) - s.correction;
  const factors = {
    sum: () => [],
    mean: () => [constant(`1/${countOf(s)}`, 1 / countOf(s))],
    max: (each: readonly number[]) => [factorOf(share[0], each)],
    variance: (each: readonly number[]) => [constant(`2/${divisor}`, 2 / divisor), factorOf(d, each)],
  }[s.op];
  const second: ReductionPart = {
    name: "∂S/∂(∂y)",
    shape: dy.shape,
    values: values(byDy),
    terms: (index) => insideOf(s, index).map((each) => product(...factors(each), factorOf(v, each))),
  };
  if (s.op !== "variance") return [...share, v, second];
  const byX: ReductionPart = {
    name: "∂S/∂x",
    shape: x.shape,
    values: values(grad(along, [at])[0]),
    terms: (index) => [
      product(constant(`2/${divisor}`, 2 / divisor), factorOf(dy, outputOf(index, s)), factorOf(e, index)),
    ],
  };
  return [d, v, { ...e, about: "v − mean" }, dy, second, byX];
}

function brokenOf(s: State): ArrayLike<number> {
  const device = bugDevice(bugOf(s));
  const at = tensorOf(givenPart(s, "x", "x", xShapeOf(s)), device);
  const y = run(s, at);
  const dy = tensorOf(givenPart(s, "∂y", "dy", y.shape), device);
  return values(grad(y, [at], { gradOutputs: [dy] })[0]);
}
