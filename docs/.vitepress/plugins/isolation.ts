import type { Plugin } from "./vite.ts";

/** While the site is written, pages have what shared memory asks of them, and so threads: nothing from another origin.
 *  VitePress answers with headers of its own, not with those of Vite's configuration. */
export function isolation(): Plugin {
  return {
    name: "isolation",
    configureServer({ middlewares }) {
      middlewares.use((_request, response, next) => {
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
        next();
      });
    },
  };
}
