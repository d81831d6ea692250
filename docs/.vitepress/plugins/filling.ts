import type { Plugin } from "./vite.ts";

/** Puts what is long into pages, where it is written or built, and not into their scripts: who comes from another page gets it
 *  by `theme/fill.ts`.
 *  @param fill the page as Markdown; `isFilled` says whether the long parts are in it, or only their places. */
export function filling(name: string, fill: (page: string, isFilled: boolean) => string): Plugin {
  let isServing = false;
  return {
    name,
    enforce: "pre",
    configResolved({ command }) {
      isServing = command === "serve";
    },
    transform(page, file, { ssr = false } = {}) {
      return file.endsWith(".md") ? fill(page, ssr || isServing) : null;
    },
  };
}
