import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

export interface Packed {
  /** Path of the tarball. */
  readonly tarball: string;
  /** What is in it, relative to the package. */
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** Packs what was built, as it would be published. */
export function pack(folder: string): Packed {
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [{ filename, files }] = JSON.parse(execFileSync("npm", args, { cwd: root, encoding: "utf8" }));
  return { tarball: join(folder, filename), files };
}
