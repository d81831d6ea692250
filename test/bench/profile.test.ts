import { describe, expect, it } from "vitest";
import { kernelShares } from "../../bench/report/profile.ts";
import { profileTables } from "../../bench/report/profileTable.ts";
import { results } from "./fixture.ts";

const rows = results.rows.filter(({ group }) => group === "profile");

describe("where a step's time goes", () => {
  it("is the sum of each kernel's calls, the costliest first", () => {
    const [conv2d, relu, ...others] = kernelShares(rows, "cpu, 2 threads");
    expect(others).toEqual([]);
    expect([conv2d.kernel, conv2d.calls, relu.kernel, relu.calls]).toEqual(["conv2d", 2, "relu", 3]);
    expect(conv2d.ms).toBeCloseTo(60, -0.5);
    expect(relu.ms).toBeCloseTo(12, -0.5);
    expect(conv2d.share + relu.share).toBeCloseTo(1);
    expect(conv2d.ofBound).toBeCloseTo(0.5, 1);
  });

  it("threads are idle as far as one alone takes less than all of them together", () => {
    const [conv2d, relu] = kernelShares(rows, "cpu, 2 threads");
    expect(conv2d.idle).toBeCloseTo(0, 1);
    expect(relu.idle).toBeCloseTo(0.5, 1);
    expect(kernelShares(rows, "cpu, 1 thread").every(({ idle }) => idle === undefined)).toBe(true);
  });

  it("is a table for each contender", () => {
    const html = profileTables(rows);
    expect(html.match(/<caption>/g)).toHaveLength(2);
    expect(html).not.toMatch(/NaN|undefined/);
  });
});
