import { describe, expect, it } from "vitest";
import { geometricMean, spreadOf } from "../../bench/engine/statistics.ts";

describe("spreadOf", () => {
  it("has the median, the deviations and Student's interval", () => {
    const { interval, ...spread } = spreadOf([4, 1, 3, 2]);
    expect(spread).toEqual({ median: 2.5, mad: 1, mean: 2.5, min: 1, max: 4, count: 4 });
    // t = 3.182 for three degrees of freedom, of a standard error of 0.6455
    expect(interval[0]).toBeCloseTo(2.5 - 3.182 * 0.6455, 3);
    expect(interval[1]).toBeCloseTo(2.5 + 3.182 * 0.6455, 3);
  });

  it("of one number, and of zeros, is that number", () => {
    const same = (value: number, count: number) => {
      return { median: value, mad: 0, mean: value, interval: [value, value], min: value, max: value, count };
    };
    expect(spreadOf([3])).toEqual(same(3, 1));
    expect(spreadOf([0, 0])).toEqual(same(0, 2));
  });
});

it("geometricMean is that of ratios", () => {
  expect(geometricMean([1, 4, 16])).toBeCloseTo(4, 9);
  expect(geometricMean([0.5, 2])).toBeCloseTo(1, 9);
  expect(geometricMean([1e-6, 1e-8])).toBeCloseTo(1e-7, 12);
});
