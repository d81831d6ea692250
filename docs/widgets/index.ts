import { widget as activation } from "./activation/index.ts";
import { widget as broadcasting } from "./broadcasting/index.ts";
import { widget as conv2d } from "./conv2d/index.ts";
import { type Drawing, drawing } from "./core/drawing.ts";
import { widget as im2col } from "./im2col/index.ts";
import { widget as linear } from "./linear/index.ts";
import { widget as reduction } from "./reduction/index.ts";
import { widget as softmax } from "./softmax/index.ts";

/** Every widget, for the build of the site: the page loads those that it holds, one by one. */
export const drawings: readonly Drawing[] = [
  drawing(activation),
  drawing(broadcasting),
  drawing(conv2d),
  drawing(im2col),
  drawing(linear),
  drawing(reduction),
  drawing(softmax),
];
