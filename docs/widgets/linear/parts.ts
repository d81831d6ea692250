import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { ReferenceDevice } from "../../../src/devices/reference.ts";
import { linear, mul, sum } from "../../../src/ops/index.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { products } from "../../museum/catalog/products.ts";
import { filled } from "../core/fill.ts";
import { givenPart, tensorOf } from "../core/given.ts";
import { made, values } from "../core/library.ts";
import { factorOf, type Part } from "../core/sums.ts";
import type { Term } from "../core/terms.ts";
import { linear as words } from "../words/en/linear.ts";
import { type Numbers, type State, shapesOf } from "./state.ts";

/** The seeded bugs of matrix products that a linear layer can show. */
export const bugs: readonly Bug[] = products.filter(({ ops }) => ops.includes("linear"));
export const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

type Run = (...inputs: Tensor[]) => Tensor;

/** The layer as a function of its inputs; there is a bias where there are three. */
export const run: Run = (x, w, bias) => linear(x, w, bias === undefined ? {} : { bias });

export const inputsOf = (s: State): readonly Part<Numbers>[] => {
  const { x, w, b } = givenOf(s);
  return s.bias ? [x, w, b] : [x, w];
};

function givenOf(s: State) {
  const shapes = shapesOf(s);
  const given = (name: string, field: Numbers, shape: readonly number[]) => givenPart(s, name, field, shape);
  return {
    x: given("x", "x", shapes.x),
    w: given("w", "weight", shapes.w),
    b: given("b", "b", shapes.b),
    dy: given("∂y", "dy", shapes.y),
    v: given("v", "v", s.corner === "x" ? shapes.x : shapes.w),
  };
}

interface Computed {
  readonly y: Floats;
  /** By x, w and b. */
  readonly gradients: readonly Floats[];
}

function compute(s: State, device?: ReferenceDevice): Computed {
  const inputs = inputsOf(s).map((part) => tensorOf(part, device));
  const dy = made(filled(s.dy, shapesOf(s).y), shapesOf(s).y, device);
  const y = run(...inputs);
  return { y: values(y), gradients: grad(y, inputs, { gradOutputs: [dy] }).map(values) };
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const product = (...factors: readonly Term["factors"][number][]): Term => ({ factors });

/** Rows of a by rows of b: what stands at (i, j) is the dot product of row i and row j. */
const byRows = (a: Part, b: Part) => (index: readonly number[]) =>
  upTo(a.shape[1]).map((l) => product(factorOf(a, [index[0], l]), factorOf(b, [index[1], l])));

/** A matrix product as it stands in books: row i of a by column j of b. */
const byColumns = (a: Part, b: Part) => (index: readonly number[]) =>
  upTo(a.shape[1]).map((l) => product(factorOf(a, [index[0], l]), factorOf(b, [l, index[1]])));

/** Columns of a by columns of b. */
const downColumns = (a: Part, b: Part) => (index: readonly number[]) =>
  upTo(a.shape[0]).map((i) => product(factorOf(a, [i, index[0]]), factorOf(b, [i, index[1]])));

/** The tensors of a mode, given ones first. */
export function partsOf(s: State): readonly Part<Numbers>[] {
  const { x, w, b, dy, v } = givenOf(s);
  const shapes = shapesOf(s);
  const all = compute(s);
  const rows = byRows(x, w);
  const y: Part<Numbers> = {
    name: "y",
    shape: shapes.y,
    values: all.y,
    terms: (index) => (s.bias ? [...rows(index), product(factorOf(b, [index[1]]))] : rows(index)),
  };
  const dx: Part<Numbers> = { name: "∂x", shape: shapes.x, values: all.gradients[0], terms: byColumns(dy, w) };
  const dw: Part<Numbers> = { name: "∂w", shape: shapes.w, values: all.gradients[1], terms: downColumns(dy, x) };
  const db: Part<Numbers> = {
    name: "∂b",
    shape: shapes.b,
    values: all.gradients[2] ?? [],
    terms: ([j]) => upTo(s.n).map((i) => product(factorOf(dy, [i, j]))),
  };
  const biased = s.bias ? [db] : [];
  switch (s.mode) {
    case "by-x":
      return [dy, w, dx];
    case "by-w":
      return [dy, x, ...biased, dw];
    case "step":
      return [...inputsOf(s), y, dy, dx, ...biased, dw];
    case "second":
      return secondOf(s, { x, w, dy, v });
    case "broken":
      return broken(s, [dx, dw, ...biased], [...inputsOf(s), dy]);
    default:
      return [...inputsOf(s), y];
  }
}

/** The gradients of S = Σ v·∂x or Σ v·∂w: the same products with v in the place of x or w. */
function secondOf(s: State, given: Readonly<Record<"x" | "w" | "dy" | "v", Part<Numbers>>>): readonly Part<Numbers>[] {
  const [x, w, dy, v] = [given.x, given.w, given.dy, given.v].map((part) => tensorOf(part));
  const isX = s.corner === "x";
  const [first] = grad(linear(x, w), [isX ? x : w], { gradOutputs: [dy], createGraph: true });
  const [byDy, byOther] = grad(sum(mul(v, first)), [dy, isX ? w : x]);
  const second = { name: words.byDy, shape: given.dy.shape, values: values(byDy) };
  const other = { shape: byOther.shape, values: values(byOther) };
  if (isX) {
    return [
      given.v,
      given.w,
      given.dy,
      { ...second, terms: byRows(given.v, given.w) },
      { ...other, name: "∂S/∂w", terms: downColumns(given.dy, given.v) },
    ];
  }
  return [
    given.x,
    given.v,
    given.dy,
    { ...second, terms: byRows(given.x, given.v) },
    { ...other, name: "∂S/∂x", terms: byColumns(given.dy, given.v) },
  ];
}

function broken(s: State, right: readonly Part<Numbers>[], given: readonly Part<Numbers>[]): readonly Part<Numbers>[] {
  const device = bugDevice(bugOf(s));
  const { gradients } = compute(s, device);
  return [...given, ...right.map((part, i) => ({ ...part, values: gradients[i], right: part.values }))];
}
