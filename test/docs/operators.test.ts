import { describe, expect, it } from "vitest";
import { catalog } from "../../docs/museum/catalog/index.ts";
import loader from "../../docs/ops/index.data.ts";
import { rows } from "../../src/gradcheck/op-info/index.ts";

const operators = loader.load().flatMap((family) => family.operators);

describe("the table of operators", () => {
  it("has every row of the checker's table", () => {
    expect(operators.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  });

  it.each(operators)("$name: says what it computes", ({ formula }) => {
    expect(formula).toMatch(/\S.{2,}/);
    expect(formula).not.toMatch(/\* |@/);
  });

  it("counts every seeded bug of an operator", () => {
    const counted = operators.reduce((sum, { bugs }) => sum + bugs, 0);
    const names = new Set(operators.map(({ name }) => name));
    expect(counted).toBe(catalog.reduce((sum, { ops }) => sum + ops.filter((op) => names.has(op)).length, 0));
    expect(counted).toBeGreaterThan(80);
  });

  it("leads to a page of its own where there is one", () => {
    expect(operators.find(({ name }) => name === "conv2d")).toMatchObject({ link: "/ops/conv2d.html", hasPage: true });
    expect(operators.find(({ name }) => name === "reshape")?.link).toBe("/api/alexgrad/functions/reshape.html");
  });
});
