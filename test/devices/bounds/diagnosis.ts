import type { Bounds } from "./bound.ts";

export const diagnosis: Bounds<"countNonFinite"> = {
  countNonFinite: {
    cpu: "bits",
    gpu: "bits",
  },
};
