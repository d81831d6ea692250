import fc from "fast-check";
import { reference } from "../../../src/devices/reference.ts";
import { checkGradients } from "../../../src/gradcheck/check.ts";
import { opInfos } from "../../../src/gradcheck/op-info/index.ts";
import { describeReport } from "../../../src/gradcheck/report.ts";

export interface Task {
  readonly op: string;
  readonly order: 1 | 2;
  readonly seed: number;
}

/** What the cases so far have shown. */
export interface Progress {
  readonly cases: number;
  readonly of: number;
  /** Cases that a kink left without judgment. */
  readonly kinks: number;
  /** By oracle: how often it judged, and the largest error over the error accepted. */
  readonly oracles: Readonly<Record<string, readonly [cases: number, margin: number]>>;
  /** The first case that failed, and what is wrong with it. */
  readonly failure: string | null;
}

export const cases = 20;

/** Random cases of an operator's row, one by one. */
export async function* check({ op, order, seed }: Task): AsyncGenerator<Progress> {
  const info = opInfos.find(({ name }) => name === op)!;
  const device = reference({ dtype: "float64" });
  const oracles: Record<string, [number, number]> = {};
  let [done, kinks] = [0, 0];
  let failure: string | null = null;
  for (const opCase of fc.sample(info.cases, { numRuns: cases, seed })) {
    const report = await checkGradients(opCase, device, { order });
    if (report.status === "kink crossed") kinks++;
    for (const { oracle, margin } of report.verdicts) {
      const [count, largest] = oracles[oracle] ?? [0, 0];
      oracles[oracle] = [count + 1, Math.max(largest, margin)];
    }
    if (report.status === "failed") failure ??= `${opCase.label}\n${describeReport(report)}`;
    yield { cases: ++done, of: cases, kinks, oracles: { ...oracles }, failure };
  }
}
