import { widget as conv2d } from "./conv2d/index.ts";
import type { Drawing } from "./core/drawing.ts";
import { drawing } from "./core/drawing.ts";
import { widget as finiteDifference } from "./finite-difference/index.ts";
import { widget as hero } from "./hero/index.ts";
import { widget as initializer } from "./initializer/index.ts";
import { widget as optimizer } from "./optimizer/index.ts";

/** Every widget, for the build of the site: the page loads those that it holds, one by one. */
export const drawings: readonly Drawing[] = [
  drawing(conv2d),
  drawing(finiteDifference),
  drawing(hero),
  drawing(initializer),
  drawing(optimizer),
];
