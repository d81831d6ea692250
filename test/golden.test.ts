import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rows } from "../src/gradcheck/op-info/index.ts";
import type { GoldenCase, GoldenValues } from "../src/gradcheck/op-info/row.ts";
import { backward, reference, type Tensor, tensor } from "../src/index.ts";

const file: { torch: string; cases: (GoldenCase & { op: string })[] } = JSON.parse(
  readFileSync(new URL("./golden/ops.json", import.meta.url), "utf8"),
);
const device = reference({ dtype: "float64" });
const load = ({ shape, data }: GoldenValues, requiresGrad = false) => tensor(data, shape, { device, requiresGrad });

async function expectClose(actual: Tensor, expected: GoldenValues): Promise<void> {
  expect(actual.shape).toEqual(expected.shape);
  const data = await actual.data();
  const worst = Math.max(...data.map((value, i) => Math.abs(value - expected.data[i])));
  expect(worst).toBeLessThan(1e-10);
}

/** The golden values of each row: its own, and those of the file. */
const golden = rows.map(({ name, golden }) => {
  if (typeof golden === "string") return { name, call: null, cases: [] };
  const { call, cases = [] } = golden;
  return { name, call, cases: [...cases, ...file.cases.filter(({ op }) => op === name)] };
});

describe(`equals PyTorch ${file.torch}, or exact values, in float64`, () => {
  it("knows how to call every operator of the file", () => {
    const called = new Set(golden.filter(({ call }) => call !== null).map(({ name }) => name));
    expect(file.cases.filter(({ op }) => !called.has(op))).toEqual([]);
  });

  it("has values for every operator, or a reason", () => {
    const without = golden.filter(({ call, cases }) => call !== null && cases.length === 0);
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  const cases = golden.flatMap(({ name: op, call, cases }) => cases.map((each) => ({ op, call: call!, ...each })));

  it.each(cases)("$op: $name", async ({ call, options, inputs, gradOutput, output, gradients, extra = {} }) => {
    const tensors = Object.fromEntries(Object.entries(inputs).map(([name, values]) => [name, load(values, true)]));
    const running = {
      ...(extra.runningMean && { runningMean: load(extra.runningMean.before) }),
      ...(extra.runningVar && { runningVar: load(extra.runningVar.before) }),
    };
    const y = call(tensors, options, { labels: extra.labels ?? [], ...running });
    await expectClose(y, output);
    if (y.requiresGrad) backward(y, load(gradOutput));
    for (const [name, expected] of Object.entries(gradients)) await expectClose(tensors[name].grad!, expected);
    if (extra.runningMean) await expectClose(running.runningMean!, extra.runningMean.after);
    if (extra.runningVar) await expectClose(running.runningVar!, extra.runningVar.after);
  });
});
