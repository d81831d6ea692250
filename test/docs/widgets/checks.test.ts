import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkFacts } from "../../../docs/.vitepress/plugins/facts.ts";
import { catalog } from "../../../docs/museum/catalog/index.ts";
import { facts } from "../../../docs/widgets/checks/facts.ts";
import { shown, widget } from "../../../docs/widgets/checks/index.ts";
import { cases, check, type Progress } from "../../../docs/widgets/checks/run.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { opInfos } from "../../../src/gradcheck/op-info/index.ts";

async function all(op: string, order: 1 | 2, seed = 0): Promise<Progress[]> {
  const found: Progress[] = [];
  for await (const progress of check({ op, order, seed })) found.push(progress);
  return found;
}

describe("the checks of an operator, run in its page", () => {
  it.each([
    ["conv2d", 1],
    ["maxPool2d", 2],
    ["softmax", 2],
  ] as const)("of %s pass, order %i", async (op, order) => {
    const progress = await all(op, order);
    expect(progress.map((each) => each.cases)).toEqual(Array.from({ length: cases }, (_, i) => i + 1));
    const last = progress.at(-1)!;
    expect(last.failure).toBe(null);
    expect(Object.keys(last.oracles)).toEqual(expect.arrayContaining(["linearity", "differences", "adjoint"]));
    for (const [, margin] of Object.values(last.oracles)) expect(margin).toBeLessThanOrEqual(1);
    expect(last.oracles.differences![1]).toBeGreaterThan(0);
    const html = shown(last);
    expect(html).toContain(`All ${cases - last.kinks} that could be judged passed every oracle`);
    for (const oracle of Object.keys(last.oracles)) expect(html).toContain(`<td>${oracle}</td>`);
  });

  it("are other cases for another seed, and the same for the same", async () => {
    const margins = async (seed: number) => (await all("tanh", 1, seed)).at(-1)!.oracles;
    expect(await margins(1)).toEqual(await margins(1));
    expect(await margins(1)).not.toEqual(await margins(2));
  });

  it("say what failed", () => {
    const html = shown({ cases: 3, of: cases, kinks: 1, oracles: { adjoint: [3, 7] }, failure: "<conv2d>" });
    expect(html).toContain("A case failed:");
    expect(html).toContain("&#60;conv2d&#62;");
    expect(html).toContain("1 too near a kink to judge");
  });
});

describe("what is known beforehand", () => {
  it("is there for every differentiable operator, with all bugs that it must notice", () => {
    expect(Object.keys(facts)).toEqual(opInfos.map(({ name }) => name));
    const named = new Set(Object.values(facts).flatMap(({ bugs }) => bugs));
    const known = catalog.filter(({ ops }) => ops.some((op) => op in facts));
    expect(named).toEqual(new Set(known.map(({ name }) => name)));
    for (const op of Object.keys(facts)) expect(drawn(widget, `op=${op}`)).toContain("Run the checks now");
  });

  it("is what the coverage page says", () => {
    const { grid } = JSON.parse(readFileSync("docs/house/coverage.json", "utf8"));
    const operands: Record<string, Record<string, [number, number]>> = grid.add.operands;
    const [met, of, first] = facts.add!.covered.cpu!;
    expect([met, of]).toEqual([Object.keys(operands).length, Object.keys(operands).length]);
    expect(first).toBe(Object.values(operands).reduce((sum, { cpu }) => sum + cpu![0], 0));
  });

  it("reaches a page without the table of operators", () => {
    const { load } = checkFacts();
    const run = typeof load === "function" ? load : load!.handler;
    const code = Reflect.apply(run, undefined, ["/somewhere/docs/widgets/checks/facts.ts"]);
    expect(code).toBe(`export const facts = ${JSON.stringify(facts)};`);
    expect(Reflect.apply(run, undefined, ["/somewhere/docs/widgets/checks/run.ts"])).toBe(null);
  });

  it("refuses what is no operator", () => {
    expect(() => drawn(widget, "op=nothing")).toThrow('expected an operator with a gradient; got "nothing"');
  });
});
