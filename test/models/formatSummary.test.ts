import { describe, expect, it } from "vitest";
import { formatSummary, modelNames, summarize } from "../../src/models/index.ts";

describe("formatSummary", () => {
  it("shows a network layer by layer, with totals", () => {
    expect(formatSummary(summarize("cifar-18pct"))).toBe(
      `
cifar-18pct: 3×32×32 to 10 classes
18 % error on CIFAR-10 in 20 minutes of 2011 (Krizhevsky, cuda-convnet, layers-18pct.cfg).
`.trim(),
    );
  });

  it.each(modelNames)("%s fits 100 columns", (name) => {
    for (const line of formatSummary(summarize(name)).split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });
});
