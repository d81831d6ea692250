import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { corpus } from "./corpus.ts";
import { root } from "./root.ts";

// Writes the files of the corpus: node dist/test/torture/makeCorpus.js
for (const { name, make, isLarge } of corpus) {
  if (!isLarge) writeFileSync(join(root, "test/torture/corpus", name), make());
}
