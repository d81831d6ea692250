import { grad } from "../../../src/core/backward.ts";
import type { LocalResponseNormGeometry } from "../../../src/core/geometry/localResponseNorm.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { ReferenceDevice } from "../../../src/devices/reference.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { localResponseNorm, mul, pow } from "../../../src/ops/index.ts";
import { localResponseNormDivisor } from "../../../src/ops/localResponseNorm.ts";
import { filled, flatOf } from "../core/fill.ts";
import { made, values } from "../core/library.ts";
import { once } from "../core/memo.ts";
import { alongV, derivatives } from "../core/second.ts";
import { fullShapeOf, geometryOf, optionsOf, type State, shapeOf } from "./state.ts";

/** Everything that the drawings show, by the library. */
export interface Computed {
  readonly x: Floats;
  /** k + s Σ x². */
  readonly d: Floats;
  readonly y: Floats;
  readonly dy: Floats;
  readonly dx: Floats;
}

export const numbersOf = (s: State, name: "x" | "dy" | "v") => filled(s[name], shapeOf(s));

/** @param device one with a bug, to see what it does. */
export function compute(s: State, device?: ReferenceDevice): Computed {
  const g = geometryOf(s);
  const x = made(numbersOf(s, "x"), g.shape, device);
  const dy = made(numbersOf(s, "dy"), g.shape, device);
  const y = localResponseNorm(x, optionsOf(s));
  const [dx] = grad(y, [x], { gradOutputs: [dy] });
  const d = localResponseNormDivisor(made(values(x), g.shape), g);
  return { x: values(x), d: values(d), y: values(y), dy: values(dy), dx: values(dx) };
}

/** Without any bug. */
export const computed = once((s: State) => compute(s));

/** The gradient's two ways, each with the other held fast: x_i in the numerator of its own y, and x_i in every d whose window
 *  it lies in. They are what the library's operators say of y = x · d(x′)^−β by x and by x′. */
export function parts(s: State, dy: Iterable<number>): { readonly own: Floats; readonly cross: Floats } {
  const g = geometryOf(s);
  const [x, inside] = [made(numbersOf(s, "x"), g.shape), made(numbersOf(s, "x"), g.shape)];
  const y = mul(x, pow(localResponseNormDivisor(inside, g), -g.beta));
  const [own, cross] = grad(y, [x, inside], { gradOutputs: [made(dy, g.shape)] });
  return { own: values(own), cross: values(cross) };
}

/** What one y does to every x, in its two ways. */
export function partsOfOne(s: State, flat: number): ReturnType<typeof parts> {
  return parts(
    s,
    Array.from(numbersOf(s, "x"), (_, i) => (i === flat ? 1 : 0)),
  );
}

/** The parts for the state's own ∂y. */
export const partsOfAll = once((s: State) => parts(s, numbersOf(s, "dy")));

/** The gradients of S = Σ v·∂x, and for one element of each what every v_j is multiplied by. */
interface Second {
  readonly byDy: Floats;
  readonly byX: Floats;
  of(name: "byDy" | "byX", flat: number): Floats;
}

export const second = once((s: State): Second => {
  const shape = fullShapeOf(s);
  const [x, dy, v] = [made(numbersOf(s, "x"), shape), made(numbersOf(s, "dy"), shape), made(numbersOf(s, "v"), shape)];
  const y = localResponseNorm(x, optionsOf(s));
  const [dx] = grad(y, [x], { gradOutputs: [dy], createGraph: true });
  const [byDy, byX] = alongV(v, dx, [dy, x]);
  return { byDy, byX, of: (name, flat) => derivatives(name === "byDy" ? y : dx, flat, x) };
});

/** The elements in an element's window; or, the other way round, those in whose windows it lies. */
export function windowAt(g: LocalResponseNormGeometry, shape: readonly number[], flat: number, isTurned = false) {
  const [before, after] = isTurned ? [g.after, g.before] : [g.before, g.after];
  const at = coordinates(flat, shape);
  const near = (axis: number) => {
    const first = Math.max(0, at[axis] - before);
    const last = Math.min(shape[axis] - 1, at[axis] + after);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  };
  const indices = shape.length === 1 ? near(0).map((i) => [i]) : near(0).flatMap((i) => near(1).map((j) => [i, j]));
  return indices.map((index) => flatOf(index, shape));
}
