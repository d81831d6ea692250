import type { Plugin } from "./vite.ts";

/**
 * While pages are built, `alexgrad` and its entries are this repository's own build, loaded by Node: they find their
 * workers and modules at run time, which a bundle would hide from them. In the browser's bundle Vite finds them itself.
 */
export function library(): Plugin {
  return {
    name: "library",
    enforce: "pre",
    resolveId(id, _importer, { ssr }) {
      if (ssr && /^alexgrad(\/|$)/.test(id)) return { id: import.meta.resolve(id), external: true };
      return null;
    },
  };
}
