import { expect, it } from "vitest";
import { catalog } from "../../docs/museum/catalog/index.ts";
import { scoreBug } from "./score.ts";

it("catches at least 98 % of the seeded bugs", async () => {
  const survivors: string[] = [];
  for (const bug of catalog) {
    const { killed } = await scoreBug(bug, { cases: 100, seed: 20121204 });
    if (killed === null) survivors.push(bug.name);
  }
  // Names, so that a failure says which.
  expect(survivors.slice(Math.floor(catalog.length * 0.02))).toEqual([]);
});
