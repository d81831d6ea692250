import type { Bounds } from "./bound.ts";

export const layout: Bounds<"strided" | "pad" | "concat"> = {
  strided: {
    cpu: "bits",
    gpu: "bits",
  },
  pad: {
    cpu: "bits",
    gpu: "bits",
  },
  concat: {
    cpu: "bits",
    gpu: "bits",
  },
};
