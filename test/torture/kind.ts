import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Rng } from "../../src/core/rng.ts";

/** A file's bytes, a link's target, or a named pipe. */
export type Content = Uint8Array | string | { readonly link: string } | { readonly pipe: true };

/** By relative path. */
export type Tree = Readonly<Record<string, Content>>;

export interface Mutant {
  readonly tree: Tree;
  /** What a checksum guards: the mutant must be refused, or read as this. */
  readonly original?: Tree;
}

/** A reader, and how its files are damaged. */
export interface Kind {
  readonly name: string;
  /** How many parts of all mutants are of this kind. */
  readonly weight: number;
  /** One of these must be in an error's message; where there are none, it may be any. Default: the files' folder. */
  readonly names?: readonly string[];
  mutate(rng: Rng): Mutant;
  /** Reads what `mutate` made, and says in text what it holds.
   *  @param place writes the files, and returns their folder. */
  read(tree: Tree, place: () => string): string | Promise<string>;
}

export function writeTree(folder: string, tree: Tree): void {
  for (const [path, content] of Object.entries(tree)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === "string" || content instanceof Uint8Array) writeFileSync(file, content);
    else if ("link" in content) symlinkSync(content.link, file);
    else execFileSync("mkfifo", [file]);
  }
}

/** The bytes of a file that is one. */
export function bytesOf(tree: Tree, path: string): Uint8Array {
  const content = tree[path];
  if (content instanceof Uint8Array) return content;
  if (typeof content === "string") return Buffer.from(content);
  throw new Error(`${path} is no file of bytes`);
}

export function digest(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
