import { backward } from "../../core/backward.ts";
import type { Rng } from "../../core/rng.ts";
import { scope } from "../../core/scope.ts";
import type { Tensor } from "../../core/tensor.ts";
import { tensor } from "../../create.ts";
import type { Device, Floats } from "../../devices/device.ts";
import { type Functional, outputWeights, pullBack, split } from "../functional.ts";
import { content, type OracleName, type Verdict, wrong } from "./oracle.ts";

/** What holds for every gradient on every device, whatever the function: found without differences.
 *  - determinism: the function and its gradient give the same bits twice, on the same graph and on a new one;
 *  - unmodified: neither pass writes over inputs, outputs or the gradient that is handed in;
 *  - zero: a zero gradient in gives zeros out;
 *  - linearity: Jᵀ(2u − w) = 2 Jᵀu − Jᵀw, within `tolerance`;
 *  - accumulation: `backward` twice leaves the sum of both gradients, to the bit. */
export async function invariants(f: Functional, device: Device, rng: Rng, tolerance: number): Promise<Verdict[]> {
  const all = await settle(scope(() => passes(f, device, rng)));
  const { gradient, other, combined } = all;
  const unlike = difference(
    combined,
    gradient.map((values, i) => values.map((value, j) => 2 * value - other[i][j])),
  );
  const sums = all.first.map((values, i) => values.map((value, j) => value + all.second[i][j]));
  return [
    same("determinism", all.outputs, all.freshOutputs, "the function gives different outputs for equal inputs") ??
      same("determinism", gradient, all.again, "the backward pass gives different gradients on the same graph") ??
      same("determinism", gradient, all.fresh, "the backward pass gives different gradients on a new graph") ??
      content("determinism"),
    same("unmodified", all.before, all.after, "an input, an output or the gradient handed in was written over") ??
      content("unmodified"),
    zeroVerdict(all.zeros),
    {
      oracle: "linearity",
      margin: Number.isNaN(unlike) ? Number.POSITIVE_INFINITY : unlike / tolerance,
      reason:
        unlike <= tolerance
          ? null
          : `Jᵀ(2u − w) is not 2 Jᵀu − Jᵀw: off by ${unlike.toExponential(1)} > ${tolerance.toExponential(1)}`,
    },
    same("accumulation", all.accumulated, sums, "backward twice does not leave the sum of both gradients") ??
      content("accumulation"),
  ];
}

/** Everything that the invariants compare, on its way to the host. */
function passes(f: Functional, device: Device, rng: Rng) {
  const build = () => {
    const inputs = f.leaves(device);
    return { inputs, outputs: f.apply(inputs).filter((output) => output.requiresGrad) };
  };
  const { inputs, outputs } = build();
  const back = (weights: Float64Array, from = outputs) => pullBack(from, inputs, split(weights, from), true);
  // Whole multiples of 2⁻²⁰: 2u − w is exact in float32.
  const draw = () => outputWeights(outputs, rng).map((value) => Math.round(value * 2 ** 20) / 2 ** 20);
  const [u, w] = [draw(), draw()];
  const handed = split(u, outputs).map((values, i) => tensor(values, outputs[i].shape, { device }));
  const watched = [...inputs, ...outputs, ...handed];
  const before = read(watched);
  const results = {
    outputs: read(outputs),
    gradient: read(back(u)),
    again: read(back(u)),
    other: read(back(w)),
    zeros: read(back(u.map(() => 0))),
    combined: read(back(u.map((value, i) => 2 * value - w[i]))),
  };
  // `backward` starts from one output; gradients of several would add up in another order.
  const one = outputs.slice(0, 1);
  for (const output of one) {
    backward(output, handed[0], { retainGraph: true });
    backward(output, tensor(w.subarray(0, output.size), output.shape, { device }), { retainGraph: true });
  }
  const accumulated = inputs.map((input) => input.grad).filter((grad) => grad !== null);
  const reached = (gradients: Tensor[]) => read(gradients.filter((_, i) => inputs[i].grad !== null));
  const anew = build();
  return {
    ...results,
    accumulated: read(accumulated),
    first: reached(back(u, one)),
    second: reached(back(w, one)),
    before,
    after: read(watched),
    freshOutputs: read(anew.outputs),
    fresh: read(pullBack(anew.outputs, anew.inputs, split(u, anew.outputs))),
  };
}

function read(tensors: readonly Tensor[]): Promise<Floats[]> {
  return Promise.all(tensors.map((each) => each.data()));
}

async function settle<K extends string>(reads: Record<K, Promise<Floats[]>>): Promise<Record<K, Floats[]>> {
  const entries = Object.entries<Promise<Floats[]>>(reads).map(async ([key, value]) => [key, await value] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<K, Floats[]>;
}

function zeroVerdict(gradients: readonly Floats[]): Verdict {
  const found = gradients.flatMap((values) => [...values]).find((value) => value !== 0);
  if (found === undefined) return content("zero");
  // 0 · ∞
  if (Number.isNaN(found)) return wrong("zero", "a zero gradient in gives NaN out: the derivative here is not finite");
  return wrong("zero", `a zero gradient in gives one out that is not zero: ${found}`);
}

/** null where all bits are equal. */
function same(oracle: OracleName, a: readonly Floats[], b: readonly Floats[], reason: string): Verdict | null {
  const equal = a.length === b.length && a.every((values, i) => values.every((value, j) => Object.is(value, b[i][j])));
  return equal ? null : wrong(oracle, reason);
}

/** The largest; NaN wins. */
function difference(a: readonly Floats[], b: readonly Floats[]): number {
  return Math.max(0, ...a.flatMap((values, i) => Array.from(values, (value, j) => Math.abs(value - b[i][j]))));
}
