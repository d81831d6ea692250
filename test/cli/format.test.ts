import { describe, expect, it } from "vitest";
import { fitTable, formatDuration, sparkline, wrap } from "../../src/cli/format.ts";

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

describe("what is wider than the terminal", () => {
  it("is broken between words, not before a per cent", () => {
    expect(wrap("one two three 25 % four", 16)).toBe("one two three\n25 % four");
    expect(wrap("a bb cc", 4, "  ")).toBe("a bb\n  cc");
  });

  it("if a table becomes a list of its columns for each row", () => {
    const rows = [
      ["", "one", "other"],
      ["loss", "1", "2"],
      ["speed", "3", "a very long one"],
    ];
    expect(fitTable(rows, 80).split("\n")[1]).toMatch(/^loss +1 +2$/);
    const narrow = fitTable(rows, 20);
    expect(narrow).toBe("loss\n  one    1\n  other  2\nspeed\n  one    3\n  other  a very long\n         one");
  });
});
