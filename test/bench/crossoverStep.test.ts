import { expect, it } from "vitest";
import type { Results } from "../../bench/results.ts";
import { runPlan } from "../../bench/run.ts";
import { faultsOf } from "../../bench/schema.ts";
import { crossoverPlans } from "../../bench/workloads/crossover.ts";
import type { Lab } from "../../bench/workloads/lab.ts";
import { cpu } from "../../src/devices/cpu/index.node.ts";

/** The second passes for a GPU, so that its ways to count run too. */
const lab: Lab = {
  entrants: [
    { name: "cpu, 1 thread", open: () => cpu({ threads: 1 }) },
    {
      name: "gpu",
      open: async () => Object.defineProperty(await cpu({ threads: 1 }), "name", { value: "gpu" }),
    },
  ],
  threads: [1],
  limits: async () => [],
  cpu: (threads) => cpu({ ...(threads !== undefined && { threads }) }),
  peers: async () => ({ contenders: [], asked: [] }),
};

it("a training step is timed with its images there, written, and with its loss read", async () => {
  const plan = crossoverPlans({ sizes: [2], least: 1 }).find(({ what }) => what === "alexnet-small");
  const rows = await runPlan(plan!, lab, { rounds: 3 });
  expect(rows.map(({ contender }) => contender)).toEqual([
    "gpu, resident",
    "gpu, upload counted",
    "gpu, upload and read-back counted",
    "cpu, 1 thread",
  ]);
  expect(rows.every(({ checked = 2 }) => checked <= 1)).toBe(true);
  expect(rows.map(({ pass, scale, work }) => [pass, scale, work.images])).toEqual(rows.map(() => ["step", 2, 2]));
});

it("a wait counts as one call, as the schema has it", async () => {
  const [plan] = crossoverPlans();
  const rows = await runPlan(plan!, lab, { rounds: 3, least: 0 });
  const results: Results = {
    ...{ format: "alexgrad-bench-1", alexgrad: "0.1.0", date: new Date(0).toISOString(), processes: 1, rows },
    machine: { runtime: "Node v20", platform: "linux x64", processor: "one", cores: 1 },
  };
  expect(faultsOf(results)).toEqual([]);
});
