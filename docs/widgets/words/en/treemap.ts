import type { State } from "../../treemap/state.ts";

export const treemap = {
  title: "Where the cost lies",
  measure: "what the areas are",
  measures: {
    parameters: "parameters",
    macs: "multiplications",
    activationBytes: "activations",
  } satisfies Record<State["measure"], string>,
  net: "network",
  parts: ["with maps", "fully connected"],
  total: "total",
  picture: (measure: string, net: string) => `${net}: an area for each layer, as large as its share of the ${measure}`,
  table: (net: string) => `${net}: what each layer costs for one image, and its share`,
  says: {
    layer: (name: string, value: string, measure: string, share: string) =>
      `${name}: ${value} of ${measure}, ${share} of the network's.`,
    all: (measure: string, total: string, share: string) =>
      `${total} of ${measure} for one image; ${share} of it in the fully connected part.`,
  },
};
