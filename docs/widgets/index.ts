import { widget as avgPool } from "./avg-pool/index.ts";
import { widget as batchNorm } from "./batch-norm/index.ts";
import { widget as checks } from "./checks/index.ts";
import { widget as conv2d } from "./conv2d/index.ts";
import type { Drawing } from "./core/drawing.ts";
import { drawing } from "./core/drawing.ts";
import { widget as dropout } from "./dropout/index.ts";
import { widget as finiteDifference } from "./finite-difference/index.ts";
import { widget as groups } from "./groups/index.ts";
import { widget as hero } from "./hero/index.ts";
import { widget as initializer } from "./initializer/index.ts";
import { widget as lrn } from "./lrn/index.ts";
import { widget as maxPool } from "./max-pool/index.ts";
import { widget as optimizer } from "./optimizer/index.ts";
import { widget as sizes } from "./sizes/index.ts";
import { widget as tape } from "./tape/index.ts";

/** Every widget, for the build of the site: the page loads those that it holds, one by one. */
export const drawings: readonly Drawing[] = [
  drawing(avgPool),
  drawing(batchNorm),
  drawing(checks),
  drawing(conv2d),
  drawing(dropout),
  drawing(finiteDifference),
  drawing(groups),
  drawing(hero),
  drawing(initializer),
  drawing(lrn),
  drawing(maxPool),
  drawing(optimizer),
  drawing(sizes),
  drawing(tape),
];
