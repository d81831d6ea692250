import { createRequire } from "node:module";
import { dirname } from "node:path";

/** The package's folder, from the sources as from the build. */
export const root = dirname(createRequire(import.meta.url).resolve("alexgrad/package.json"));
