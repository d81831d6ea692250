import { widget as batchNorm } from "./batch-norm/index.ts";
import { widget as conv2d } from "./conv2d/index.ts";
import type { Drawing } from "./core/drawing.ts";
import { drawing } from "./core/drawing.ts";
import { widget as dropout } from "./dropout/index.ts";
import { widget as hero } from "./hero/index.ts";
import { widget as lrn } from "./lrn/index.ts";

/** Every widget, for the build of the site: the page loads those that it holds, one by one. */
export const drawings: readonly Drawing[] = [
  drawing(batchNorm),
  drawing(conv2d),
  drawing(dropout),
  drawing(hero),
  drawing(lrn),
];
