import { describe, expect, it } from "vitest";
import { modelTable, OptionError, summarize, variants } from "../../src/index.ts";

const table = modelTable("alexnet-small");
const kinds = (changed: typeof table) => changed.layers.map(({ kind }) => kind);

describe("variants", () => {
  it("change the activation, and nothing else", () => {
    const tanh = variants.withActivation("tanh")(table);
    expect(kinds(tanh).map((kind) => (kind === "tanh" ? "relu" : kind))).toEqual(kinds(table));
    expect(kinds(tanh)).not.toContain("relu");
    expect(summarize(tanh).totals.parameters).toBe(summarize(table).totals.parameters);
  });

  it("pool in windows that do not overlap, to the same sizes", () => {
    const disjoint = variants.withPooling("disjoint")(table);
    expect(summarize(disjoint).layers.map(({ outputShape }) => outputShape)).toEqual(
      summarize(table).layers.map(({ outputShape }) => outputShape),
    );
  });

  it("normalize by batch, without convolutions' biases, or not at all", () => {
    const batch = variants.withNorm("batch")(table);
    expect(kinds(batch).filter((kind) => kind === "batchNorm")).toHaveLength(5);
    expect(batch.layers.filter((spec) => spec.kind === "conv").every((spec) => spec.bias === false)).toBe(true);
    expect(kinds(variants.withNorm("none")(batch))).not.toContain("batchNorm");
  });

  it("change constants of local response normalization, and keep the others", () => {
    const changed = variants.withLrn({ alpha: 0.4, k: 2 })(table);
    const norms = changed.layers.filter(({ kind }) => kind === "localResponseNorm");
    expect(norms).toEqual(norms.map(() => ({ kind: "localResponseNorm", size: 5, k: 2, alpha: 0.4, beta: 0.75 })));
    expect(norms).toHaveLength(2);
  });

  it("leave a layer out, with its activation", () => {
    const shorter = variants.withoutLayer("conv4")(table);
    expect(shorter.layers.length).toBe(table.layers.length - 2);
    expect(summarize(shorter).totals.parameters).toBeLessThan(summarize(table).totals.parameters);
    expect(() => variants.withoutLayer("conv9")(table)).toThrow(OptionError);
    expect(() => variants.withInit({ weight: "he", layers: { conv9: {} } })(table)).toThrow(/got conv9/);
  });
});
