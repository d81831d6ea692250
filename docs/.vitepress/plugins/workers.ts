import { existsSync } from "node:fs";
import type { Plugin } from "./vite.ts";

/** Workers name the file that they are built to; here they are built from the source beside it. */
export function workers(): Plugin {
  return {
    name: "workers",
    enforce: "pre",
    resolveId(id) {
      const source = id.replace(/\.js$/, ".ts");
      return source !== id && existsSync(source) ? source : null;
    },
  };
}
