import type { Rng } from "../core/rng.ts";
import { scope } from "../core/scope.ts";
import { sizeOf } from "../core/shape.ts";
import type { Observer, ReferenceDevice } from "../devices/reference.ts";
import { evaluate, type Functional, outputWeights, pullBack, randomWeights, split } from "./functional.ts";
import { richardson } from "./richardson.ts";

/** Between neighboring float64 numbers at 1. */
const epsilon = 2 ** -52;
/** Steps are 2^−level of an input's scale: the largest tried, and the smallest. */
const coarsest = 7;
const finest = 30;
/** How far the sweep goes on from the first step that stays on the smooth piece. */
const sweepLength = 7;
/** How much larger than its estimate an error may be. */
export const safety = 8;

/** A derivative along a direction, of every output, from three central differences with steps h, h/2 and h/4. */
interface Derivative {
  readonly values: Float64Array;
  /** Estimated error of the values: what the last extrapolation changed, output by output. */
  readonly truncation: Float64Array;
  /** Estimated error of each value: what evaluations were rounded by, over the smallest step. */
  readonly rounding: number;
  readonly level: number;
}

/** Finite differences of a functional around its point, on one smooth piece.
 *
 *  Central differences D(h) = (f(x + hv) − f(x − hv)) / 2h are off by c₂h² + c₄h⁴ + …; two steps of Richardson's
 *  extrapolation (L. F. Richardson, J. A. Gaunt, "The deferred approach to the limit", 1927) remove c₂ and c₄. */
export class Differences {
  readonly #f: Functional;
  readonly #device: ReferenceDevice;
  readonly #piece: number;
  /** What an output's value may have been rounded by: ε · (4 + √L) · M, with M the largest number and L the longest
   *  tensor met on the way through the function and its gradient. A sum of L roundings of random sign grows as √L. */
  readonly rounding: number;
  /** The root mean square of each input: the unit of its steps. 1 where an input is all zeros. */
  readonly scales: readonly number[];

  constructor(f: Functional, device: ReferenceDevice, rng: Rng) {
    this.#f = f;
    this.#device = device;
    const values = f.points.map((point) => point.values);
    this.#piece = evaluate(f, device).piece;
    this.scales = values.map((x) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length) || 1);
    const { largest, longest } = extremes(f, device, rng);
    this.rounding = epsilon * (4 + Math.sqrt(longest)) * largest;
  }

  /** A direction that moves every input, each by about its own scale. */
  randomDirection(rng: Rng): Float64Array[] {
    return this.#f.points.map(({ shape }, i) => randomWeights(sizeOf(shape), rng).map((v) => v * this.scales[i]));
  }

  /** The derivative along one element of an input, per unit of that element; null where a kink is too near. */
  partial(input: number, element: number, level: number): Derivative | null {
    const scale = this.scales[input];
    const moved = this.#f.points.map((point) => point.values);
    const x = moved[input].slice();
    moved[input] = x;
    const center = x[element];
    const found = this.#refine(level, (h) => {
      return this.#central(h * scale, (step) => {
        x[element] = center + step;
        return moved;
      });
    });
    return found === null ? null : this.#extrapolate(found.level, found.differences, scale);
  }

  /** Central differences with halved steps along a direction, from the first step that stays on the smooth piece, and the
   *  level at which extrapolation is expected to be most exact; null where a kink is too near. */
  sweep(
    direction: readonly Float64Array[],
  ): { level: number; differences: readonly Float64Array[]; best: Derivative } | null {
    const central = (h: number) =>
      this.#central(h, (step) => {
        return this.#f.points.map(({ values }, i) => values.map((x, j) => x + step * direction[i][j]));
      });
    const found = this.#refine(coarsest, central);
    if (found === null) return null;
    const { level, differences } = found;
    while (differences.length < sweepLength && level + differences.length <= finest) {
      const next = central(2 ** -(level + differences.length));
      if (next === null) break;
      differences.push(next);
    }
    const candidates = differences.slice(2).map((_, i) => this.#extrapolate(level + i, differences.slice(i, i + 3)));
    const expected = ({ truncation, rounding }: Derivative) => Math.max(...truncation) + rounding;
    const best = candidates.reduce((a, b) => (expected(b) < expected(a) ? b : a));
    return { level, differences, best };
  }

  /** Three differences with successive levels, all on the smooth piece, from `level` on. */
  #refine(level: number, central: (h: number) => Float64Array | null) {
    let differences: Float64Array[] = [];
    for (let next = level; next <= finest; next++) {
      const difference = central(2 ** -next);
      if (difference === null) differences = [];
      else differences.push(difference);
      if (differences.length === 3) return { level: next - 2, differences };
    }
    return null;
  }

  /** null where f leaves the smooth piece of the point, or is not finite. */
  #central(h: number, at: (step: number) => readonly Float64Array[]): Float64Array | null {
    const above = evaluate(this.#f, this.#device, at(h));
    const below = evaluate(this.#f, this.#device, at(-h));
    if (above.piece !== this.#piece || below.piece !== this.#piece) return null;
    const difference = above.outputs.map((value, i) => (value - below.outputs[i]) / (2 * h));
    return difference.every(Number.isFinite) ? difference : null;
  }

  #extrapolate(level: number, differences: readonly Float64Array[], scale = 1): Derivative {
    const [wide, half, quarter] = differences as [Float64Array, Float64Array, Float64Array];
    const all = Array.from(wide, (d, i) => richardson(d, half[i], quarter[i]));
    const values = Float64Array.from(all, ({ value }) => value);
    const truncation = Float64Array.from(all, ({ truncation }) => truncation);
    const h = scale * 2 ** -(level + 2);
    return { values, truncation, rounding: this.roundingAt(h, Math.max(0, ...values.map(Math.abs)) * scale), level };
  }

  /** What rounding makes of a difference with step h: of both values, and of the point itself, x ± h. */
  roundingAt(h: number, derivative: number): number {
    return (this.rounding + epsilon * derivative) / h;
  }
}

/** The largest finite number (bounds may be infinite) and the longest tensor on the way through a functional and its
 *  gradient. */
function extremes(f: Functional, device: ReferenceDevice, rng: Rng): { largest: number; longest: number } {
  let largest = Math.max(...f.points.map(({ values }) => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0)));
  let longest = 1;
  const observer: Observer = (_, out) => {
    longest = Math.max(longest, out.length);
    for (const value of out) if (Math.abs(value) > largest && Number.isFinite(value)) largest = Math.abs(value);
  };
  device.observe(observer, () =>
    scope(() => {
      const inputs = f.leaves(device);
      const outputs = f.apply(inputs);
      pullBack(outputs, inputs, split(outputWeights(outputs, rng), outputs));
    }),
  );
  return { largest, longest };
}
