import { Rng } from "../../core/rng.ts";
import { scope } from "../../core/scope.ts";
import { sizeOf } from "../../core/shape.ts";
import { handleOf } from "../../core/tensor.ts";
import type { Device, Floats } from "../../devices/device.ts";
import { type ReferenceDevice, reference } from "../../devices/reference.ts";
import type { Layer } from "../alexnetSizes.ts";
import { safety } from "../differences.ts";
import { type Functional, functionOf, pullBack, sizeOfAll, split } from "../functional.ts";
import { jvp } from "../jvp.ts";
import type { Verdict } from "./oracle.ts";

/** ⟨u, J v⟩ = ⟨Jᵀu, v⟩ without differences: J v by forward mode (dual numbers), exact to rounding, Jᵀu by the backward pass.
 *  @param rounding of one number on the way; see `Differences`. */
export function adjoint(
  f: Functional,
  device: ReferenceDevice,
  v: readonly Float64Array[],
  u: Float64Array,
  rounding: number,
): Verdict {
  return scope(() => {
    const inputs = f.leaves(device);
    const { result: outputs, tangent } = jvp(
      device,
      inputs.map((input, i) => [input, v[i]] as const),
      () => f.apply(inputs),
    );
    const weights = split(u, outputs);
    const gradients = pullBack(outputs, inputs, weights).map((gradient) => device.peek(handleOf(gradient)));
    const [forward] = dot(outputs.map(tangent), weights);
    const [backward] = dot(gradients, v);
    return compare(forward, backward, safety * rounding * (norm([u]) + norm(v)));
  });
}

/** The same at a size of AlexNet's, with the forward mode done, for the backward pass on any device. Sums of numbers that were
 *  rounded K times each are off by about the unit roundoff · √K times the root sum of their squares; so is a sum of K numbers
 *  in float64. */
export function adjointAt({ shapes, terms, run }: Layer, seed = 0): (device: Device) => Promise<Verdict> {
  const rng = new Rng(seed);
  const draw = drawing(rng);
  const points = shapes.map((shape) => ({ shape, values: draw(sizeOf(shape)) }));
  const f = functionOf(run, points);
  const v = points.map(({ values }) => draw(values.length));
  const { u, forward } = scope(() => {
    const exact = reference({ dtype: "float64" });
    const inputs = f.leaves(exact);
    const seeds = inputs.map((input, i) => [input, v[i]] as const);
    const { result: outputs, tangent } = jvp(exact, seeds, () => f.apply(inputs));
    const weights = draw(sizeOfAll(outputs));
    return { u: weights, forward: dot(outputs.map(tangent), split(weights, outputs)) };
  });
  return async (device) => {
    const reads = scope(() => {
      const inputs = f.leaves(device);
      const outputs = f.apply(inputs);
      return pullBack(outputs, inputs, split(u, outputs)).map((gradient) => gradient.data());
    });
    const backward = dot(await Promise.all(reads), v);
    const roundoff = device.dtype === "float64" ? 2 ** -53 : 2 ** -24;
    const length = Math.max(u.length, ...v.map((part) => part.length));
    const relative = roundoff * (16 + Math.sqrt(terms)) + 2 ** -53 * Math.sqrt(length);
    return compare(forward[0], backward[0], safety * relative * (forward[1] + backward[1]));
  };
}

/** Numbers of float32, over and over from a list whose length is prime. */
function drawing(rng: Rng): (size: number) => Float64Array {
  const list = Float64Array.from({ length: 65_537 }, () => Math.fround(rng.uniform(-1, 1)));
  let next = 0;
  return (size) => Float64Array.from({ length: size }, () => list[next++ % list.length]);
}

function compare(forward: number, backward: number, tolerance: number): Verdict {
  const error = Math.abs(forward - backward);
  return {
    oracle: "adjoint",
    margin: Number.isFinite(error) ? error / tolerance : Number.POSITIVE_INFINITY,
    reason:
      error <= tolerance
        ? null
        : `⟨u, J v⟩ = ${forward} by forward mode, ⟨Jᵀu, v⟩ = ${backward} by the backward pass, error ${error.toExponential(1)} > ${tolerance.toExponential(1)}`,
  };
}

/** Σ a·b, and the root of Σ (a·b)². */
function dot(a: readonly Floats[], b: readonly Float64Array[]): [sum: number, size: number] {
  let [sum, squares] = [0, 0];
  for (const [i, values] of a.entries()) {
    for (let j = 0; j < values.length; j++) {
      const product = values[j] * b[i][j];
      sum += product;
      squares += product * product;
    }
  }
  return [sum, Math.sqrt(squares)];
}

function norm(parts: readonly Float64Array[]): number {
  return dot(parts, parts)[0] ** 0.5;
}
