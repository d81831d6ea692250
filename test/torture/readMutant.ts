import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Rng } from "../../src/core/rng.ts";
import { collectGarbage } from "./collect.ts";
import { type Kind, type Tree, writeTree } from "./kind.ts";
import { judgeError, type Verdict } from "./outcome.ts";

/** What the folder with the files is called. */
const name = "mutant";

/** Damages a file, reads it twice, and judges what came of it. */
export async function readMutant(kind: Kind, seed: number): Promise<Verdict> {
  const { tree, original } = kind.mutate(new Rng(seed).fork(kind.name));
  const verdict = await readTwice(kind, tree);
  if (verdict.outcome !== "right" || original === undefined) return verdict;
  const { detail } = await readOnce(kind, original);
  return detail === verdict.detail ? verdict : { outcome: "nonsense", detail: "its checksum is wrong, and it is read" };
}

/** Twice, from memory that holds other leftovers. */
export async function readTwice(kind: Kind, tree: Tree): Promise<Verdict> {
  leaveBehind(0xa5);
  const first = await readOnce(kind, tree);
  leaveBehind(0x5a);
  const second = await readOnce(kind, tree);
  if (first.outcome === second.outcome && first.detail === second.detail) return first;
  return { outcome: "differs", detail: `${first.outcome}: ${first.detail}; then ${second.outcome}: ${second.detail}` };
}

/** The detail of a right one is the digest of what was read. */
async function readOnce(kind: Kind, tree: Tree): Promise<Verdict> {
  let parent = "";
  const place = () => {
    parent = mkdtempSync(join(tmpdir(), "alexgrad-torture-"));
    writeTree(join(parent, name), tree);
    return join(parent, name);
  };
  try {
    return { outcome: "right", detail: await kind.read(tree, place) };
  } catch (error) {
    const verdict = judgeError(error, kind.names ?? [join(parent, name)]);
    return parent === "" ? verdict : { ...verdict, detail: verdict.detail.replaceAll(parent, "") };
  } finally {
    if (parent !== "") rmSync(parent, { recursive: true, force: true });
  }
}

/** Frees memory of all sizes that is full of one byte. */
function leaveBehind(byte: number): void {
  for (let size = 64; size < 2 ** 17; size = Math.ceil(size * 1.5)) Buffer.allocUnsafeSlow(size).fill(byte);
  if (!collectGarbage()) globalThis.gc?.({ type: "minor", execution: "sync" });
}
