import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { Rng } from "../../src/core/rng.ts";
import { writeTree } from "../torture/kind.ts";
import { weights } from "../torture/readers/weights.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-mutants-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Fewer of those that are written to files. `npm run torture` reads more of all, each twice, under limits of time and memory. */
const counts: Readonly<Record<string, number>> = { safetensors: 3000, pth: 3000, shards: 600 };

it.each(weights)(
  "mutants of $name are refused with a FormatError, or read right",
  { timeout: 60_000 },
  async (kind) => {
    let refused = 0;
    const count = counts[kind.name] ?? 1000;
    for (let seed = 0; seed < count; seed++) {
      const { tree, original } = kind.mutate(new Rng(seed).fork(kind.name));
      const own = join(folder, `${kind.name}-${seed}`);
      const place = () => {
        writeTree(join(own, "mutant"), tree);
        return join(own, "mutant");
      };
      try {
        const read = await kind.read(tree, place);
        if (original !== undefined) expect(read, `seed ${seed}`).toBe(await kind.read(original, place));
      } catch (error) {
        if (!(error instanceof FormatError)) throw new Error(`seed ${seed}`, { cause: error });
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(count / 4);
    expect(refused).toBeLessThan(count);
  },
);
