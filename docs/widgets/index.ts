import { widget as activation } from "./activation/index.ts";
import { widget as avgPool } from "./avg-pool/index.ts";
import { widget as batchNorm } from "./batch-norm/index.ts";
import { widget as broadcasting } from "./broadcasting/index.ts";
import { widget as checks } from "./checks/index.ts";
import { widget as conv2d } from "./conv2d/index.ts";
import { type Drawing, drawing } from "./core/drawing.ts";
import { widget as dropout } from "./dropout/index.ts";
import { widget as finiteDifference } from "./finite-difference/index.ts";
import { widget as groups } from "./groups/index.ts";
import { widget as hero } from "./hero/index.ts";
import { widget as im2col } from "./im2col/index.ts";
import { widget as initializer } from "./initializer/index.ts";
import { widget as linear } from "./linear/index.ts";
import { widget as lrn } from "./lrn/index.ts";
import { widget as maxPool } from "./max-pool/index.ts";
import { widget as museum } from "./museum/index.ts";
import { widget as optimizer } from "./optimizer/index.ts";
import { widget as reduction } from "./reduction/index.ts";
import { widget as sizes } from "./sizes/index.ts";
import { widget as softmax } from "./softmax/index.ts";
import { widget as tape } from "./tape/index.ts";
import { widget as whichTest } from "./which-test/index.ts";

/** Every widget, for the build of the site: the page loads those that it holds, one by one. */
export const drawings: readonly Drawing[] = [
  drawing(activation),
  drawing(avgPool),
  drawing(batchNorm),
  drawing(broadcasting),
  drawing(checks),
  drawing(conv2d),
  drawing(dropout),
  drawing(finiteDifference),
  drawing(groups),
  drawing(hero),
  drawing(im2col),
  drawing(initializer),
  drawing(linear),
  drawing(lrn),
  drawing(maxPool),
  drawing(museum),
  drawing(optimizer),
  drawing(reduction),
  drawing(sizes),
  drawing(softmax),
  drawing(tape),
  drawing(whichTest),
];
