import { expect, it } from "vitest";
import { measure } from "../../bench/engine/measure.ts";
import { mergeRows } from "../../bench/merge.ts";
import type { Row } from "../../bench/results.ts";
import { taking, taskOf } from "./contenders.ts";

/** A process in which the contenders took so long. */
function processOf(one: number, two: number, what = "relu") {
  const asked = [{ of: "two", atMost: 0.6 }];
  const contenders = [taking("one", [one]), taking("two", [two], { check: async () => two / 100 })];
  return measure(taskOf(contenders, { what, asked }), { rounds: 2, least: 0 });
}

it("processes become one: medians of their medians, and spreads over them", async () => {
  const [one, two] = mergeRows([await processOf(10, 20), await processOf(13, 20), await processOf(11, 10)]);
  expect(one.time).toMatchObject({ first: 11, warm: 11, steady: { median: 11, mad: 1, min: 10, max: 13, count: 3 } });
  expect(one.ratios).toMatchObject([{ to: "two", ratio: { median: 0.65, count: 3 }, verdict: "faster" }]);
  expect(one.targets).toEqual([{ of: "two", atMost: 0.6, value: 0.65, isMet: false }]);
  expect(one.noise).toMatchObject({ ratio: { median: 1, count: 3 }, isProven: true });
  expect(two.ratios).toMatchObject([{ to: "one", verdict: "slower" }]);
  expect(two.checked).toBe(0.2);
});

it("bounds and targets are merged with their like", async () => {
  const [first] = await processOf(10, 20);
  const bound = (kind: "compute" | "memory", median: number) => ({ kind, share: { ...first.ratios[0].ratio, median } });
  const target = (of: string, value: number) => ({ of, atMost: 1, value, isMet: value <= 1 });
  const rows = [
    { ...first, bound: bound("compute", 0.5), targets: [target("two", 0.4), target("three", 2)] },
    { ...first, bound: bound("memory", 0.1), targets: [target("three", 3)] },
    first,
  ];
  const [merged] = mergeRows(rows.map((row) => [row]));
  expect(merged.bound).toMatchObject({ kind: "compute", share: { median: 0.5, count: 1 } });
  expect(merged.targets.map(({ of, value }) => [of, value])).toEqual([
    ["two", 0.4],
    ["three", 2.5],
  ]);
});

it("each device keeps its own noise, and the widest hides differences", async () => {
  const noise = (row: Row, spread: number) => ({ ...row, noise: { ...row.noise!, spread } });
  const rows = async () => {
    const [one, two] = await processOf(10, 12);
    return [noise(one, 0.3), noise({ ...two, noise: one.noise! }, 0.01)];
  };
  const [one, two] = mergeRows([await rows(), await rows()]);
  expect([one, two].map((row) => row.noise?.spread)).toEqual([0.3, 0.01]);
  expect(two.ratios).toMatchObject([{ verdict: "no difference" }]);
});

it("what a process did not measure is left out", async () => {
  const both = [...(await processOf(1, 2)), ...(await processOf(3, 4, "exp"))];
  const rows = mergeRows([both, await processOf(1, 2)]);
  expect(rows.map(({ what, contender }) => [what, contender])).toEqual([
    ["relu", "one"],
    ["relu", "two"],
  ]);
  expect(mergeRows([both])).toBe(both);
});
