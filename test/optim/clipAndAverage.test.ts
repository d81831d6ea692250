import { expect, it } from "vitest";
import { assign } from "../../src/core/update.ts";
import { backward, clipGradNorm, mul, OptionError, reference, sum, tensor, WeightAverage } from "../../src/index.ts";

const device = reference({ dtype: "float64" });
const parameter = (values: number[]) => tensor(values, [values.length], { device, requiresGrad: true });

it("clipGradNorm scales all gradients together, and only down", async () => {
  const [a, b] = [parameter([1, 2]), parameter([2])];
  const clip = async (max: number) => {
    for (const p of [a, b]) p.zeroGrad();
    for (const p of [a, b]) backward(sum(mul(p, p)));
    const norm = await clipGradNorm([a, b], max)!.item();
    return { norm, gradients: [...(await a.grad!.data()), ...(await b.grad!.data())] };
  };
  expect(await clip(100)).toEqual({ norm: 6, gradients: [2, 4, 4] });
  const { norm, gradients } = await clip(3);
  expect(norm).toBe(6);
  for (const [i, value] of [1, 2, 2].entries()) expect(gradients[i]).toBeCloseTo(value, 5);
  for (const p of [a, b]) p.zeroGrad();
  expect(clipGradNorm([a, b], 1)).toBeNull();
  expect(() => clipGradNorm([a], -1)).toThrow(OptionError);
});

it("WeightAverage follows with the smaller of its decay and (1 + t) / (10 + t), and swaps back and forth", async () => {
  const w = parameter([0]);
  const before = device.memory().liveBytes;
  const average = new WeightAverage(new Map([["w", w]]), 0.15);
  assign(w, Float64Array.of(1));
  average.step();
  average.step();
  const expected = 0.15 * (0.1 * 0 + 0.9 * 1) + 0.85 * 1;
  expect((await average.state()).w!.data[0]).toBeCloseTo(expected, 12);
  average.swap();
  expect((await w.data())[0]).toBeCloseTo(expected, 12);
  average.swap();
  expect((await w.data())[0]).toBe(1);
  const other = new WeightAverage(new Map([["w", w]]), 0.15);
  other.load(average.steps, await average.state());
  expect([other.steps, await other.state()]).toEqual([2, await average.state()]);
  average.dispose();
  other.dispose();
  expect(device.memory().liveBytes).toBe(before);
});
