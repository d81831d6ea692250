import fc from "fast-check";
import type { Bug } from "../../docs/museum/bug.ts";
import { bugDevice } from "../../docs/museum/bugDevice.ts";
import { tensor } from "../../src/create.ts";
import { compareGradients, type OracleName, opInfos } from "../../src/gradcheck/index.ts";
import { valuesOf } from "../../src/gradcheck/op-info/op-info.ts";

export interface Score {
  readonly bug: string;
  /** The first case that showed the bug, and the oracles that saw it; null where none did. */
  readonly killed: {
    readonly op: string;
    readonly order: 1 | 2;
    /** How many cases it took. */
    readonly cases: number;
    readonly oracles: readonly OracleName[];
  } | null;
}

/** Runs the gradient checker against a bug: case by case through the rows that should notice it, in both orders. */
export async function scoreBug(bug: Bug, options: { cases: number; seed: number }): Promise<Score> {
  const device = bugDevice(bug);
  const rows = opInfos.filter(({ name }) => bug.ops.includes(name));
  const drawn = rows.map((info) => fc.sample(info.cases, { numRuns: options.cases, seed: options.seed }));
  let cases = 0;
  for (let i = 0; i < options.cases; i++) {
    for (const [row, { name: op }] of rows.entries()) {
      const opCase = drawn[row][i];
      cases++;
      for (const order of [1, 2] as const) {
        const values = valuesOf(opCase);
        const inputs = opCase.inputs.map(({ shape }, j) => tensor(values[j], shape, { device, requiresGrad: true }));
        const { failure, verdicts } = await compareGradients(opCase.run, inputs, { order, seed: opCase.seed });
        for (const input of inputs) input.dispose();
        if (failure === null) continue;
        const oracles = new Set(verdicts.filter(({ reason }) => reason !== null).map(({ oracle }) => oracle));
        return { bug: bug.name, killed: { op, order, cases, oracles: [...oracles] } };
      }
    }
  }
  return { bug: bug.name, killed: null };
}
