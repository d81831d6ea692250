import type { State } from "../../groups/state.ts";

export const groups = {
  title: "Groups",
  view: "what is shown",
  views: { blocks: "channels and filters", separable: "depthwise, then 1×1", towers: "two GPUs" } satisfies Record<
    State["view"],
    string
  >,
  c: "c, channels",
  k: "k, filters",
  groups: "groups",
  kernel: "kernel",
  out: "output height, width",
  filtersByChannels: "a row for each filter, a column for each channel",
  weightsHere: "weights",
  blocks: (name: string) => `${name}: filters by channels, with the number of weights between them`,
  grouped: (groups: number) => (groups === 1 ? "one group" : `${groups} groups`),
  depthwise: "depthwise",
  pointwise: "pointwise, 1×1",
  both: "both together",
  columns: ["", "weights", "multiplications", "weights, of one group's"],
  layer: (name: string, groups: number) => (groups === 1 ? `${name}, joined` : `${name}, ${groups} groups`),
  image: (channels: number) => `image, ${channels}`,
  towersPicture: "The five convolutions of the 2012 paper on two processors: conv3 alone reads from both",
  says: {
    all: (groups: number, filters: number, channels: number, weights: number) =>
      `${groups === 1 ? "One group" : `${groups} groups`}: ${filters} ${filters === 1 ? "filter" : "filters"} with ${channels} ${channels === 1 ? "channel" : "channels"} each; ${weights.toLocaleString("en-US")} weights.`,
    filter: (filter: number, first: number, last: number) =>
      first === last
        ? `Filter ${filter} sees channel ${first} alone.`
        : `Filter ${filter} sees channels ${first} to ${last}.`,
    separable: (depthwise: number, pointwise: number, full: number) =>
      `${depthwise.toLocaleString("en-US")} + ${pointwise.toLocaleString("en-US")} weights, where one convolution has ${full.toLocaleString("en-US")}.`,
    towers: "Between conv2, conv4, conv5 and the layer before, nothing crosses; conv3 reads from both towers.",
  },
};
