import type { Bounds } from "./bound.ts";

export const losses: Bounds<"pick" | "oneHot"> = {
  pick: {
    cpu: "bits",
    gpu: "bits",
  },
  oneHot: {
    cpu: "bits",
    gpu: "bits",
  },
};
