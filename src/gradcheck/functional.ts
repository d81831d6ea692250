import { noGrad } from "../core/autograd.ts";
import { grad } from "../core/backward.ts";
import { defaultRng, forkRng, type Rng } from "../core/rng.ts";
import { scope } from "../core/scope.ts";
import { type Shape, sizeOf } from "../core/shape.ts";
import { handleOf, type Tensor } from "../core/tensor.ts";
import { tensor } from "../create.ts";
import type { Device, Floats } from "../devices/device.ts";
import type { ReferenceDevice } from "../devices/reference.ts";
import { Fingerprint } from "./fingerprint.ts";

/** What is checked: from tensors to one tensor, written in operators. */
export type Differentiable = (...inputs: Tensor[]) => Tensor;

/** An input: where derivatives are taken. */
export interface Point {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** What is differentiated: outputs as a function of points. */
export interface Functional {
  readonly points: readonly Point[];
  /** Whether the outputs are gradients themselves. */
  readonly isGradient: boolean;
  /** Tensors that need gradients, with the points' values or others. */
  leaves(device: Device, values?: readonly Float64Array[]): Tensor[];
  /** The outputs. */
  apply(leaves: readonly Tensor[]): Tensor[];
}

/** A function of its inputs. */
export function functionOf(fn: Differentiable, points: readonly Point[]): Functional {
  const restart = repeatable();
  return {
    points,
    isGradient: false,
    leaves: (device, values) => makeLeaves(points, device, values),
    apply: (inputs) => restart(() => [fn(...inputs)]),
  };
}

/** A function's gradients, as a function of its inputs and of the weights of its output. Gradients of inputs that it
 *  ignores are left out. */
export function gradientOf(fn: Differentiable, inputs: readonly Point[], weights: Point): Functional {
  const restart = repeatable();
  const points = [...inputs, weights];
  return {
    points,
    isGradient: true,
    leaves: (device, values) => makeLeaves(points, device, values),
    apply: (leaves) =>
      restart(() => {
        const [x, v] = [leaves.slice(0, -1), leaves.at(-1)!];
        const y = fn(...x);
        if (!y.requiresGrad) return [];
        const gradients = grad(y, x, { gradOutputs: [v], createGraph: true, allowUnused: true });
        return gradients.filter((gradient) => gradient !== null);
      }),
  };
}

/** Runs work with the default random stream where it stands now, every time: dropout draws the same mask again. */
export function repeatable(): <T>(work: () => T) => T {
  const state = defaultRng().state;
  return (work) => forkRng(state, work);
}

function makeLeaves(
  points: readonly Point[],
  device: Device,
  values: readonly Float64Array[] = valuesOfAll(points),
): Tensor[] {
  return points.map(({ shape }, i) => tensor(values[i], shape, { device, requiresGrad: true }));
}

function valuesOfAll(points: readonly Point[]): Float64Array[] {
  return points.map((point) => point.values);
}

/** The outputs' values one after another, and the fingerprint of the smooth piece that the point lies on. */
export function evaluate(
  f: Functional,
  device: ReferenceDevice,
  values: readonly Float64Array[] = valuesOfAll(f.points),
): { outputs: Float64Array; piece: number } {
  const fingerprint = new Fingerprint();
  const outputs = scope(() => {
    const leaves = f.leaves(device, values);
    const work = () => device.observe(fingerprint.observer, () => f.apply(leaves));
    const tensors = f.isGradient ? work() : noGrad(work);
    return concatenate(tensors.map((output) => device.peek(handleOf(output))));
  });
  return { outputs, piece: fingerprint.hash };
}

/** The weights of all outputs, one after another, as a random array of that size. */
export function outputWeights(outputs: readonly Tensor[], rng: Rng): Float64Array {
  return randomWeights(sizeOfAll(outputs), rng);
}

export function sizeOfAll(tensors: readonly Tensor[]): number {
  return tensors.reduce((total, { size }) => total + size, 0);
}

/** Gradients of Σ weights · outputs by the inputs; zeros where none arrives. Outputs that need no gradient add none. */
export function pullBack(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  weights: readonly Floats[],
  retainGraph = false,
): Tensor[] {
  const kept = outputs.map((output, i) => [output, weights[i]] as const).filter(([output]) => output.requiresGrad);
  const gradOutputs = kept.map(([{ shape, device }, values]) => tensor(values, shape, { device }));
  const found =
    kept.length === 0
      ? []
      : grad(
          kept.map(([output]) => output),
          inputs,
          { gradOutputs, allowUnused: true, retainGraph },
        );
  return inputs.map(({ shape, size, device }, i) => found[i] ?? tensor(new Float64Array(size), shape, { device }));
}

/** One array's values, cut into arrays of the tensors' sizes. */
export function split(values: Float64Array, tensors: readonly { readonly shape: Shape }[]): Float64Array[] {
  let start = 0;
  return tensors.map(({ shape }) => {
    const end = start + sizeOf(shape);
    const part = values.subarray(start, end);
    start = end;
    return part;
  });
}

function concatenate(parts: readonly Floats[]): Float64Array {
  const all = new Float64Array(parts.reduce((total, part) => total + part.length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}

/** Weights from ½ to 1 with random signs: none so small that it could hide an error. */
export function randomWeights(size: number, rng: Rng): Float64Array {
  return Float64Array.from({ length: size }, () => rng.uniform(0.5, 1) * (rng.int(2) * 2 - 1));
}
