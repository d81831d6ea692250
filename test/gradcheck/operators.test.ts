import { describe, expect, it } from "vitest";
import { checkOp, opInfos } from "../../src/gradcheck/index.ts";

describe.each(opInfos.map((info) => [info.name, info] as const))("%s", (_, info) => {
  it.each([1, 2] as const)("has right gradients of order %d", async (order) => {
    const report = await checkOp(info, { order, cases: 20, seed: 20121204 });
    expect(report.failure).toBeNull();
    expect(report.cases).toBe(20);
  });
});
