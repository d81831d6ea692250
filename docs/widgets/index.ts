import { widget as checks } from "./checks/index.ts";
import { widget as conv2d } from "./conv2d/index.ts";
import type { Drawing } from "./core/drawing.ts";
import { drawing } from "./core/drawing.ts";
import { widget as hero } from "./hero/index.ts";
import { widget as tape } from "./tape/index.ts";

/** Every widget, for the build of the site: the page loads those that it holds, one by one. */
export const drawings: readonly Drawing[] = [drawing(checks), drawing(conv2d), drawing(hero), drawing(tape)];
