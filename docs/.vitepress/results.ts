import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Results } from "../../bench/results.ts";
import { read, root } from "./pages.ts";

export interface Stored {
  /** Of the file, without its ending: the anchor on the page. */
  readonly name: string;
  readonly results: Results;
}

const folder = "bench/results";

/** What was measured and kept, newest first. */
export function storedResults(): Stored[] {
  if (!existsSync(join(root, folder))) return [];
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith(".json"));
  return files
    .map((file) => ({ name: file.replace(".json", ""), results: readResults(`${folder}/${file}`) }))
    .sort((a, b) => (a.results.date < b.results.date ? 1 : -1));
}

function readResults(file: string): Results {
  const results: Results = JSON.parse(read(file));
  if (results.format !== "alexgrad-bench-1")
    throw new Error(`${file}: expected alexgrad-bench-1; got ${results.format}`);
  return results;
}
