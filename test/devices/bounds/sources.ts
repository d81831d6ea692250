import type { Bounds } from "./bound.ts";

export const sources: Bounds<"fill" | "dropoutMask"> = {
  fill: {
    cpu: "bits",
    gpu: "bits",
  },
  dropoutMask: {
    cpu: "bits",
    gpu: "bits",
  },
};
