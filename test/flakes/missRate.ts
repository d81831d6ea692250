import fc from "fast-check";
import { Rng } from "../../src/core/rng.ts";
import { tensor } from "../../src/create.ts";
import { compareGradients, opInfos } from "../../src/gradcheck/index.ts";
import { valuesOf } from "../../src/gradcheck/op-info/op-info.ts";
import { noGrad, reference, scope } from "../../src/index.ts";
import { spoil } from "./leak.ts";

/** How often a bug in a single element of the Jacobian goes unseen. */
export interface MissRate {
  /** The bug over the largest element of the Jacobian. */
  readonly size: number;
  readonly bugs: number;
  readonly missedByFull: number;
  readonly missedByDirectional: number;
}

/** Spoils a random element of the Jacobian of random cases of all operators, at every size, and checks in both modes. */
export async function missRates(
  sizes: readonly number[],
  options: { cases: number; seed: number; onCase?: (done: number, total: number) => void },
): Promise<MissRate[]> {
  const device = reference({ dtype: "float64" });
  const drawn = opInfos.flatMap((info) => fc.sample(info.cases, { numRuns: options.cases, seed: options.seed }));
  const rates = sizes.map((size) => ({ size, bugs: 0, missedByFull: 0, missedByDirectional: 0 }));
  for (const [i, opCase] of drawn.entries()) {
    options.onCase?.(i, drawn.length);
    const values = valuesOf(opCase);
    const inputs = opCase.inputs.map(({ shape }, j) => tensor(values[j], shape, { device, requiresGrad: true }));
    const outputs = scope(() => noGrad(() => opCase.run(...inputs)).size);
    const rng = new Rng(opCase.seed).fork("bug");
    const { verdicts } = await compareGradients(opCase.run, inputs);
    const jacobian = verdicts.flatMap(({ comparisons = [] }) => comparisons.flatMap(({ analytic }) => [...analytic]));
    const largest = Math.max(...jacobian.map(Math.abs)) || 1;
    const [from, to] = [rng.int(outputs), rng.int(inputs[0].size)];
    for (const rate of rates) {
      const fn = spoil(opCase.run, from, to, rate.size * largest);
      rate.bugs++;
      if ((await compareGradients(fn, inputs, { seed: opCase.seed })).passed) rate.missedByFull++;
      const fast = await compareGradients(fn, inputs, { seed: opCase.seed, mode: "directional" });
      if (fast.passed) rate.missedByDirectional++;
    }
    for (const input of inputs) input.dispose();
  }
  return rates;
}
