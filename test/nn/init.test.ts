import { describe, expect, it } from "vitest";
import { Rng, ShapeError } from "../../src/index.ts";
import * as init from "../../src/nn/init.ts";

/** fanIn = 30·9 = 270, fanOut = 40·9 = 360. */
const shape = [40, 30, 3, 3];
const draw = (initializer: init.Initializer) => initializer(shape, new Rng(7));

/** Largest value and standard deviation of many draws. */
function momentsOf(initializer: init.Initializer): { max: number; mean: number; std: number } {
  const values = draw(initializer);
  expect(values.length).toBe(40 * 30 * 9);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { max: values.reduce((max, x) => Math.max(max, Math.abs(x)), 0), mean, std: Math.sqrt(variance) };
}

describe("initializers", () => {
  it("counts fans as PyTorch does", () => {
    expect(init.fansOf(shape)).toEqual({ fanIn: 270, fanOut: 360 });
    expect(init.fansOf([10, 20])).toEqual({ fanIn: 20, fanOut: 10 });
    expect(() => init.fansOf([10])).toThrow(ShapeError);
  });

  it.each([
    ["glorotUniform", init.glorotUniform(), Math.sqrt(6 / 630)],
    ["glorotUniform, k = 2", init.glorotUniform({ k: 2 }), Math.sqrt(2 / 630)],
    ["heUniform", init.heUniform(), Math.sqrt(6 / 270)],
    ["fanInUniform", init.fanInUniform(), 1 / Math.sqrt(270)],
    ["biasUniform", init.biasUniform(270), 1 / Math.sqrt(270)],
    ["uniform", init.uniform({ low: -2, high: 2 }), 2],
  ])("%s fills its range evenly", (_, initializer, bound) => {
    const { max, mean, std } = momentsOf(initializer);
    expect(max).toBeLessThan(bound);
    expect(max).toBeGreaterThan(0.999 * bound);
    expect(Math.abs(mean)).toBeLessThan(0.02 * bound);
    expect(std / (bound / Math.sqrt(3))).toBeCloseTo(1, 1);
  });

  it.each([
    ["glorotNormal", init.glorotNormal(), 0, Math.sqrt(2 / 630)],
    ["heNormal", init.heNormal(), 0, Math.sqrt(2 / 270)],
    ["gaussian", init.gaussian({ mean: 3, std: 0.5 }), 3, 0.5],
    ["constant", init.constant(0.1), 0.1, 0],
  ])("%s has its mean and deviation", (_, initializer, mean, std) => {
    const found = momentsOf(initializer);
    expect(Math.abs(found.mean - mean)).toBeLessThan(0.02 * std + 1e-12);
    expect(Math.abs(found.std - std)).toBeLessThan(0.03 * std + 1e-12);
  });

  it("depends on the stream alone", () => {
    expect(draw(init.heNormal())).toEqual(draw(init.heNormal()));
  });
});
