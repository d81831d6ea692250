import { describe, expect, it } from "vitest";
import { adviseRates, drawRates } from "../../src/cli/lrFindText.ts";

const points = (...losses: number[]) => losses.map((loss, i) => ({ lr: 10 ** (i - 4), loss, smoothed: loss }));
const range = { from: 1e-4, to: 1, steps: 4 };

describe("the curve of lr-find", () => {
  const lines = drawRates(points(2.3, 2.2, 2.1, 9), 1e-3).split("\n");
  const dots = lines.slice(1).map((line) => line.search(/[●▸]/));

  it("goes from its lowest loss to where it began, so that its shape shows", () => {
    expect(lines[0]).toContain("loss 2.100");
    expect(dots[0] - dots[2]).toBeGreaterThan(40);
    expect(dots[1] - dots[2]).toBeCloseTo((dots[0] - dots[2]) / 2, -0.5);
  });

  it("marks what is above, and the steepest rate, in 80 columns", () => {
    expect(lines[4]).toContain("▸");
    expect(lines[2]).toContain("← steepest");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe("where the loss does not fall", () => {
  it.each([
    ["soon out of bounds", points(2.3), "begin lower, --from 0.000001"],
    ["that grows late", points(2.3, 2.3, 4), "--steps 8"],
    ["that grows at the end", points(2.3, 2.3, 2.3, 4), "--steps 8"],
    ["that stays", points(2.3, 2.3, 2.3, 2.3), "--to 1e+2"],
  ])("advises on a loss %s", (_, seen, advice) => {
    expect(adviseRates(seen, range)).toContain(advice);
  });
});
