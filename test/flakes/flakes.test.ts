import { describe, expect, it } from "vitest";
import { confidenceInterval } from "./interval.ts";
import { missRates } from "./missRate.ts";

describe("the interval of Clopper and Pearson", () => {
  it.each([
    // R 4.3: binom.test(x, n)$conf.int
    [0, 10, 0, 0.308497],
    [1, 10, 0.002529, 0.445016],
    [5, 100, 0.016432, 0.112835],
    [10, 10, 0.691503, 1],
  ])("of %d in %d is %d to %d", (events, runs, low, high) => {
    const [below, above] = confidenceInterval(events, runs);
    expect(below).toBeCloseTo(low, 5);
    expect(above).toBeCloseTo(high, 5);
  });
});

it("a bug in a single element of a Jacobian is seen at every size but the smallest", async () => {
  const [large, small, tiny] = await missRates([1, 1e-6, 1e-14], { cases: 1, seed: 3 });
  expect(large).toMatchObject({ missedByFull: 0, missedByDirectional: 0 });
  expect(small).toMatchObject({ missedByFull: 0 });
  expect(tiny!.missedByFull).toBe(tiny!.bugs);
});
