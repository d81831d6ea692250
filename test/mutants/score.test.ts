import { expect, it } from "vitest";
import { mutants } from "./catalog/index.ts";
import { scoreMutant } from "./score.ts";

it("catches at least 98 % of the seeded bugs", async () => {
  const survivors: string[] = [];
  for (const mutant of mutants) {
    const { killed } = await scoreMutant(mutant, { cases: 100, seed: 20121204 });
    if (killed === null) survivors.push(mutant.name);
  }
  // Names, so that a failure says which.
  expect(survivors.slice(Math.floor(mutants.length * 0.02))).toEqual([]);
});
