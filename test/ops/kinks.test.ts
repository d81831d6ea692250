import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import { compareGradients } from "../../src/gradcheck/index.ts";
import { rows } from "../../src/gradcheck/op-info/index.ts";
import { listed } from "../../src/gradcheck/op-info/row.ts";
import * as ag from "../../src/index.ts";

const device = ag.reference({ dtype: "float64" });

async function gradient(x: ag.Tensor, y: ag.Tensor): Promise<number[]> {
  const [dx] = ag.grad(y.sum(), [x]);
  return [...(await dx!.data())];
}

describe("a sub-gradient", () => {
  /** (f(x ± h e_i) − f(x)) / ±h, with h so small that it crosses no other kink: f is piecewise linear. */
  async function oneSided(f: (x: ag.Tensor) => ag.Tensor, values: number[], shape: ag.Shape, i: number, h: number) {
    const at = (value: number) =>
      f(ag.tensor(values.with(i, value), shape, { device }))
        .sum()
        .item();
    return ((await at(values[i] + h)) - (await at(values[i]))) / h;
  }

  const cases = rows.flatMap(({ name, kinks }) => listed(kinks).map(({ run, shape }) => [name, run, shape] as const));

  it.each(cases)("of %s at kinks and ties lies between the one-sided derivatives", async (_, f, shape) => {
    const size = shape.reduce((a, b) => a * b);
    // Whole numbers from −1 to 1: nearly every element lies on a kink or ties.
    const points = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: size, maxLength: size });
    await fc.assert(
      fc.asyncProperty(points, async (values) => {
        const x = ag.tensor(values, shape, { device, requiresGrad: true });
        const found = await gradient(x, f(x));
        for (const [i, slope] of found.entries()) {
          const sides = [await oneSided(f, values, shape, i, 1 / 8), await oneSided(f, values, shape, i, -1 / 8)];
          expect(slope).toBeGreaterThanOrEqual(Math.min(...sides));
          expect(slope).toBeLessThanOrEqual(Math.max(...sides));
        }
      }),
      { numRuns: 25, seed: 4 },
    );
  });

  it.each(cases)("of %s on the cpu device is the reference's, bit for bit", async (_, f, shape) => {
    const other = await cpu({ threads: 2 });
    const size = shape.reduce((a, b) => a * b);
    const rng = new ag.Rng(3);
    for (let run = 0; run < 20; run++) {
      const values = Array.from({ length: size }, () => rng.int(3) - 1);
      const on = async (where: ag.Device) => {
        const x = ag.tensor(values, shape, { device: where, requiresGrad: true });
        return gradient(x, f(x));
      };
      expect(await on(other)).toEqual(await on(ag.reference()));
    }
    await other.close();
  });

  it("is what the gradient checker leaves without judgment", async () => {
    for (const [, f, shape] of cases) {
      const x = ag.tensor(new Float64Array(shape.reduce((a, b) => a * b)), shape, { device, requiresGrad: true });
      expect((await compareGradients((input) => f(input!), [x])).status).not.toBe("failed");
    }
  });
});
