import { expect, it } from "vitest";
import { measure, shareOfBound } from "../../bench/engine/measure.ts";
import { groups, passes, type Results } from "../../bench/results.ts";
import { faultsOf } from "../../bench/schema.ts";
import { taking, taskOf } from "./contenders.ts";

async function resultsOf(): Promise<Results> {
  const limits = [{ kind: "compute", contender: taking("limit", [1]), per: 1 }] as const;
  const more = { check: async () => 0.5, peakBytes: () => 4 };
  const task = taskOf([taking("one", [2], more), taking("two", [3])], {
    ...{ limits, scale: 3, work: { flop: 1, bytes: 1, images: 2, calls: 3 } },
    asked: [{ of: shareOfBound, atLeast: 1 }],
  });
  return {
    ...{ format: "alexgrad-bench-1", alexgrad: "0.1.0", date: new Date(0).toISOString(), processes: 1 },
    machine: { runtime: "Node v20", platform: "linux x64", processor: "one", cores: 1, memoryGiB: 1 },
    rows: await measure(task, { rounds: 2, least: 0 }),
  };
}

it("the schema takes what is measured, and nothing else", async () => {
  const results = await resultsOf();
  expect(faultsOf(results)).toEqual([]);
  const [row] = results.rows;
  const withRow = (changes: object) => faultsOf({ ...results, rows: [{ ...row, ...changes }] });
  for (const [name, fault] of [
    ["checked", "$.rows[0].checked: 2 against maximum 1"],
    ["pass", '$.rows[0].pass: 2 against enum ["forward","backward","step","call"]'],
    ["shape", '$.rows[0].shape: 2 against type "string"'],
    ["hue", "$.rows[0]: hue is not known"],
  ]) {
    expect(withRow({ [name]: 2 })).toEqual([fault]);
  }
  expect(withRow({ facts: { device: "gpu", fallbacks: 1 } })).toEqual(["$.rows[0].facts.fallbacks: 1 against const 0"]);
  const { time: _, ...timeless } = row;
  expect(faultsOf({ ...results, rows: [timeless] })[0]).toContain("against required");
  expect(faultsOf({ ...results, format: "alexgrad-bench-0" })).toHaveLength(1);
  for (const other of [[], null, 1, "rows"]) expect(faultsOf(other)).toHaveLength(1);
});

it("the schema has the groups and passes that there are", async () => {
  const results = await resultsOf();
  for (const group of groups) expect(faultsOf({ ...results, rows: [{ ...results.rows[0], group }] })).toEqual([]);
  for (const pass of passes) expect(faultsOf({ ...results, rows: [{ ...results.rows[0], pass }] })).toEqual([]);
});
