import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeOf } from "../../src/core/shape.ts";
import { coverage, mergeCoverage, missing } from "../../src/gradcheck/coverage.ts";
import { between, type OpCase, opInfo, opInfos, shapes } from "../../src/gradcheck/index.ts";
import { attribute } from "../../src/gradcheck/op-info/attribute.ts";
import { neg } from "../../src/index.ts";

describe.each(opInfos.map((info) => [info.name, info] as const))("%s", (_, info) => {
  const cases = fc.sample(info.cases, { numRuns: 300, seed: 20121204 });

  it("meets every bucket of its attributes in 300 cases", () => {
    expect(Object.keys(info.attributes)).not.toEqual([]);
    expect(missing(coverage(info, cases, 1, "reference"))).toEqual([]);
  });

  it("has inputs small enough for a full Jacobian", () => {
    const largest = Math.max(...cases.flatMap(({ inputs }) => inputs.map(({ shape }) => sizeOf(shape))));
    expect(largest).toBeLessThanOrEqual(512);
  });
});

describe("coverage", () => {
  const parity = attribute(["even", "odd"], (shape: number[]) => (shape.length % 2 === 0 ? "even" : "odd"));
  const make = (shape: number[]): Pick<OpCase, "inputs" | "run"> => ({
    inputs: [{ shape, domain: between() }],
    run: (x) => neg(x!),
  });

  it("counts cases by bucket, zeros too, and adds up what was counted apart", () => {
    const row = opInfo("one", shapes(1, 1), make, { rank: parity });
    const rows = coverage(row, fc.sample(row.cases, 7), 2, "cpu");
    const shared = { op: "one", attribute: "rank", order: 2, device: "cpu" };
    expect(rows).toEqual([
      { ...shared, bucket: "even", cases: 0 },
      { ...shared, bucket: "odd", cases: 7 },
    ]);
    expect(missing(rows)).toEqual([rows[0]]);
    expect(mergeCoverage(rows, rows)[1]).toEqual({ ...rows[1], cases: 14 });
  });

  it("refuses a bucket that the row does not declare", () => {
    const typo = { buckets: ["even", "odd"], of: () => "od" };
    const row = opInfo("typo", shapes(1, 1), make, { rank: typo });
    expect(() => fc.sample(row.cases, 1)).toThrow("typo: expected the bucket of rank to be one of even, odd; got od");
  });
});
