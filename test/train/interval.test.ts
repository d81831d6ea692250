import { describe, expect, it } from "vitest";
import { meanInterval, standardDeviation, wilson } from "../../src/train/interval.ts";

describe("intervals", () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [20, 20, 0.8389, 1],
  ])("Wilson's of %d of %d is Newcombe's (1998, table I)", (right, count, low, high) => {
    const interval = wilson(right, count);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it("of a mean, by Student's t", () => {
    expect(meanInterval([5])).toBe(null);
    expect(standardDeviation([5])).toBe(null);
    expect(standardDeviation([1, 3])).toBeCloseTo(Math.SQRT2, 12);
    const three = meanInterval([1, 2, 3])!;
    expect(three.low).toBeCloseTo(2 - 4.3027 / Math.sqrt(3), 3);
    expect(three.high).toBeCloseTo(2 + 4.3027 / Math.sqrt(3), 3);
  });

  it.each([
    [11, 2.2281],
    [13, 2.1788],
    [31, 2.0423],
    [121, 1.9799],
  ])("t for %d values is the table's", (count, t) => {
    const values = Array.from({ length: count }, (_, i) => i);
    const { low, high } = meanInterval(values)!;
    const half = (high - low) / 2;
    expect((half * Math.sqrt(count)) / standardDeviation(values)!).toBeCloseTo(t, 3);
  });

  it("is no narrower than what is measured can be told apart", () => {
    expect(meanInterval([2, 2])).toEqual({ low: 2, high: 2 });
    expect(meanInterval([2, 2], 1)!.high).toBeCloseTo(2 + 12.7062 / Math.SQRT2, 4);
  });
});
