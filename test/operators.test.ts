import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { rows } from "../src/gradcheck/op-info/index.ts";
import * as operators from "../src/ops/index.ts";

/** What operators are made of. */
const others = ["inferBroadcast"];

it("every operator that is exported has one row, by its name", () => {
  const names = rows.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const exported = Object.keys(operators).filter((name) => !others.includes(name));
  expect([...names].sort()).toEqual(exported.sort());
  for (const { name, op } of rows) expect(Reflect.get(operators, name), name).toBe(op);
});

it("every operator stands in the README's table", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const section = /^## Operators\n(.*?)^## /ms.exec(readme)![1]!;
  const table = section.split("\n").filter((line) => line.startsWith("|"));
  const named = table.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].flatMap(([, names]) => names!.split(" ")));
  expect(named.sort()).toEqual(rows.map(({ name }) => name).sort());
});

it.each(rows.map((row) => [row.name, row] as const))(
  "%s says of every check what it has, or why it has none",
  (_, row) => {
    for (const check of [row.large, row.corners, row.kinks, row.errors, row.golden, row.sizes]) {
      if (typeof check === "string") expect(check.length).toBeGreaterThan(5);
      else if (Array.isArray(check)) expect(check.length).toBeGreaterThan(0);
    }
  },
);
