import { describe, expect, it } from "vitest";
import { formatDuration, sparkline } from "../../src/cli/format.ts";

describe("sparkline", () => {
  it("goes from the lowest value to the highest", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 12)).toBe("▁▂▃▄▅▆▇█");
  });

  it("takes the mean of each cell's share where there are more values than cells", () => {
    expect(sparkline([7, 9, 1, 1, 4, 4], 3)).toBe("█▁▄");
  });

  it("is flat where all values are the same, and empty without any", () => {
    expect(sparkline([2, 2], 5)).toBe("▁▁");
    expect(sparkline([], 5)).toBe("");
  });
});

it("durations have hours from one hour on", () => {
  expect([59_600, 3_599_000, 3_661_000].map(formatDuration)).toEqual(["1:00", "59:59", "1:01:01"]);
});
