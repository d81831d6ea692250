import { layers, type ModelTable, modelTable, summarize } from "../../src/models/index.ts";
import { bytes, count } from "../widgets/nets/cells.ts";
import { netNames } from "../widgets/nets/facts.ts";

/** The paper's table without groups: every filter sees every channel. */
const paper = modelTable("paper2012");
const joined: ModelTable = {
  ...paper,
  layers: paper.layers.map((spec) => (spec.kind === "conv" ? { ...spec, groups: 1 } : spec)),
};

/** A dense layer over the last axis of a map has one pixel's channels as its input: neither pooled nor flattened. */
const flatten = paper.layers.findIndex(({ kind }) => kind === "flatten");
const unflattened: ModelTable = {
  ...joined,
  layers: [
    ...joined.layers.slice(0, flatten - 1),
    layers.adaptiveAvgPool({ outputSize: 1 }),
    ...joined.layers.slice(flatten),
  ],
};

const of = (table: ModelTable) => {
  const { totals, layers } = summarize(table);
  const parametersOf = (name: string) => layers.find((layer) => layer.name === name)!.parameters;
  return { total: count(totals.parameters), fc6: count(parametersOf("fc6")) };
};

/** What the four networks have in all, and in two ways to count wrong. */
export default {
  load: () => ({
    paper: of(paper),
    joined: of(joined),
    unflattened: of(unflattened),
    torchvision: of(modelTable("torchvision")),
    grouped: paper.layers.flatMap((spec) => (spec.kind === "conv" && spec.groups === 2 ? [spec.name] : [])).join(", "),
    saved: count(summarize(joined).totals.parameters - summarize(paper).totals.parameters),
    rows: netNames.slice(0, 4).map((name) => {
      const { parameters, macs, activationBytes } = summarize(name).totals;
      return { name, parameters: count(parameters), macs: count(macs), activations: bytes(activationBytes) };
    }),
  }),
};

type Count = { readonly total: string; readonly fc6: string };
export declare const data: {
  readonly paper: Count;
  readonly joined: Count;
  readonly unflattened: Count;
  readonly torchvision: Count;
  readonly grouped: string;
  readonly saved: string;
  readonly rows: readonly Readonly<Record<"name" | "parameters" | "macs" | "activations", string>>[];
};
