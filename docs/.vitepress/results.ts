import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseResults } from "../../bench/readResults.ts";
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
    .map((file) => ({
      name: file.replace(".json", ""),
      results: parseResults(read(`${folder}/${file}`), `${folder}/${file}`),
    }))
    .sort((a, b) => (a.results.date < b.results.date ? 1 : -1));
}
