import * as ops from "../../ops/index.ts";
import type { Binary } from "./binary.ts";
import { ties } from "./large.ts";
import { spaced } from "./op-info.ts";
import { inf, nan } from "./row.ts";

/** 0 or 1, by which of two inputs is larger. Golden values: by definition. */
export const comparisons = {
  equal: {
    op: ops.equal,
    domains: [spaced(), spaced(0.02)],
    wide: [ties, ties],
    derivatives: "constant but for jumps",
    cpu: "bits",
    gpu: "bits",
    corners: [
      [nan, nan, 0],
      [inf, inf, 1],
      [0, -0, 1],
    ],
    golden: [
      [1, 1, 1],
      [1, 2, 0],
    ],
  },
  greater: {
    op: ops.greater,
    domains: [spaced(), spaced(0.02)],
    wide: [ties, ties],
    derivatives: "constant but for jumps",
    cpu: "bits",
    gpu: "bits",
    corners: [
      [nan, 1, 0],
      [1, nan, 0],
      [inf, -inf, 1],
      [inf, inf, 0],
      [0, -0, 0],
    ],
    golden: [
      [1, 1, 0],
      [2, 1, 1],
      [1, 2, 0],
    ],
  },
  less: {
    op: ops.less,
    domains: [spaced(), spaced(0.02)],
    wide: [ties, ties],
    derivatives: "constant but for jumps",
    cpu: "bits",
    gpu: "bits",
    corners: [
      [nan, 1, 0],
      [1, nan, 0],
      [-inf, inf, 1],
      [inf, inf, 0],
      [-0, 0, 0],
    ],
    golden: [
      [1, 1, 0],
      [2, 1, 0],
      [1, 2, 1],
    ],
  },
} satisfies Readonly<Record<string, Binary>>;
