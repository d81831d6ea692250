import { modelTable, summarize } from "../../src/models/index.ts";

/** The paper's layers with groups, and what they would be without. */
export default {
  load() {
    const { layers, ...table } = modelTable("paper2012");
    const joined = { ...table, layers: layers.map((spec) => (spec.kind === "conv" ? { ...spec, groups: 1 } : spec)) };
    const parametersOf = (of: Parameters<typeof summarize>[0], name: string) =>
      summarize(of)
        .layers.find((layer) => layer.name === name)!
        .parameters.toLocaleString("en-US");
    const row = (name: string) => [
      name,
      { parameters: parametersOf("paper2012", name), joined: parametersOf(joined, name) },
    ];
    return Object.fromEntries(["conv2", "conv4", "conv5"].map(row));
  },
};

export declare const data: Record<string, { readonly parameters: string; readonly joined: string }>;
