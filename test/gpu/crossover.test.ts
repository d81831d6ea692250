import { expect, it } from "vitest";
import { crossoversOf } from "../../bench/crossover.ts";
import { openLab } from "../../bench/lab.node.ts";
import type { Row } from "../../bench/results.ts";
import { runPlan } from "../../bench/run.ts";
import { crossoverPlans } from "../../bench/workloads/crossover.ts";
import type { Plan } from "../../bench/workloads/lab.ts";

const lab = {
  ...openLab({ devices: ["cpu", "gpu"], threads: [1, 2], products: ["tiled"], peers: false }),
  limits: async () => [],
};

/** So small that a software adapter does them. */
const layers = { image: [4, 9, 9], filters: 6, maps: [4, 9, 9] } as const;
/** A software adapter compiles a training step for minutes: see test/bench/crossoverStep.test.ts. */
const plans = crossoverPlans({ sizes: [2, 3], layers, least: 1 }).filter(({ pass }) => pass !== "step");

const rows: Row[] = [];
const waits: Row[] = [];

it.each(plans.map((plan): [string, Plan] => [`${plan.what} ${plan.size} ${plan.pass}`, plan]))(
  "%s",
  async (_, plan) => {
    const made = await runPlan(plan, lab, { rounds: 3 });
    (plan.what === "wait" ? waits : rows).push(...made);
    for (const row of made) {
      expect(row).toMatchObject({ group: "crossover", what: plan.what, size: plan.size });
      expect(row.time.steady.min).toBeGreaterThan(0);
    }
  },
);

it("an empty chain is stated for each device", () => {
  expect(waits.map(({ contender }) => contender)).toEqual(["cpu, 1 thread", "cpu, 2 threads", "gpu"]);
});

it("every result is checked", () => {
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter(({ checked = 2 }) => !(checked <= 1))).toEqual([]);
});

it("a GPU's time is counted in three ways and by its own clock, a product's also awaited", () => {
  const namesOf = (what: string) => {
    const own = rows.filter((row) => row.what === what && row.scale === 2);
    return own.map(({ contender, facts }) => [contender, facts.clock ?? "wall"]);
  };
  const clock = ["gpu, resident, by its own clock", "timestamps"];
  expect(namesOf("relu")).toEqual([
    ["gpu, resident", "wall"],
    ["gpu, upload counted", "wall"],
    ["gpu, upload and read-back counted", "wall"],
    clock,
    ["cpu, 1 thread", "wall"],
    ["cpu, 2 threads", "wall"],
  ]);
  expect(namesOf("matmul")).toEqual([
    ["gpu, resident", "wall"],
    ["gpu, resident, each awaited", "wall"],
    ["gpu, upload counted", "wall"],
    ["gpu, upload and read-back counted", "wall"],
    clock,
    ["cpu, 1 thread", "wall"],
    ["cpu, 1 thread, each awaited", "wall"],
    ["cpu, 2 threads", "wall"],
    ["cpu, 2 threads, each awaited", "wall"],
  ]);
});

it("both devices have a null contender", () => {
  const noisy = rows.filter(({ what, scale, noise }) => what === "sum" && scale === 3 && noise !== undefined);
  expect(noisy.map(({ contender }) => contender)).toEqual(["gpu, resident", "cpu, 1 thread"]);
});

it("a crossover is told for each way and cpu contender", () => {
  const crossovers = crossoversOf(rows);
  const ways = ["gpu, resident", "gpu, upload counted", "gpu, upload and read-back counted"];
  expect(crossovers.filter(({ what }) => what === "relu").map(({ gpu, cpu }) => [gpu, cpu])).toEqual(
    ways.flatMap((way) => ["cpu, 1 thread", "cpu, 2 threads"].map((cpu) => [way, cpu])),
  );
  expect(crossovers.every(({ measured }) => measured.join() === "2,3")).toBe(true);
});
