import { randomUUID } from "node:crypto";
import { constants, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { access, open, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { AlexgradError, WriteError } from "../core/errors.ts";
import { kind, text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { platformReason } from "../core/platform.ts";

/** Waits for an operation that writes to `path`. @throws WriteError that says why it failed. */
export async function writing<Result>(path: string, operation: Promise<Result>): Promise<Result> {
  try {
    return await operation;
  } catch (cause) {
    throw new WriteError(`cannot write ${path}: ${platformReason(cause, "write") ?? cause}`, { cause });
  }
}

const contentKind = kind("a string or bytes", (value): value is string | Uint8Array => {
  return typeof value === "string" || value instanceof Uint8Array;
});

/** Writes a whole file or nothing: whatever fails, even the machine, `path` is the old file or the new one.
 *  A link at `path` is replaced, not followed.
 *  @param path of the file.
 *  @param content text, written as UTF-8, or bytes.
 *  @throws WriteError that says why it cannot be written.
 *
 *  @example
 *  ```ts
 *  import { readFile } from "node:fs/promises";
 *  import { writeFileAtomic } from "alexgrad/io";
 *
 *  await writeFileAtomic("notes.txt", "all or nothing");
 *  console.log(await readFile("notes.txt", "utf8")); // all or nothing
 *  ``` */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  checkArgument("writeFileAtomic", "path", path, text);
  checkArgument("writeFileAtomic", "content", content, contentKind);
  await writeParts(path, [content]);
}

/** The same of a content in parts, which is not joined for it. */
export async function writeParts(path: string, parts: readonly (string | Uint8Array)[]): Promise<void> {
  await writing(path, writeAndRename(path, parts));
}

async function writeAndRename(path: string, parts: readonly (string | Uint8Array)[]): Promise<void> {
  // In the same folder, because a rename is atomic only within a file system.
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, "wx");
    try {
      for (const part of parts) await file.writeFile(part);
      // Without this the rename could reach the disk before the bytes.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    // The first failure is the one to report.
    await rm(temporary, { force: true }).catch(() => {});
    throw cause;
  }
}

/** Whether results may be written there, before the work of making them.
 *  @param besides a file that may be there.
 *  @throws AlexgradError unless the folder is empty, or may be made. */
export function checkNewFolder(folder: string, besides?: string): void {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory() && readdirSync(folder).every((name) => name === besides)) return;
    throw new AlexgradError(
      `${folder}: expected a new or empty folder, so that nothing is lost (--resume goes on with a run or a study)`,
    );
  }
  let parent = dirname(resolve(folder));
  while (!existsSync(parent)) parent = dirname(parent);
  if (!statSync(parent).isDirectory()) throw new AlexgradError(`${folder}: cannot be made: ${parent} is no folder`);
}

/** A folder and those it lies in. Level by level: Node's own recursive mode never ends where a file system refuses new
 *  folders as missing (/proc).
 *  @throws AlexgradError that says why it cannot be made. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(resolve(folder)));
  try {
    mkdirSync(folder);
  } catch (cause) {
    throw new AlexgradError(`${folder}: cannot be made: ${platformReason(cause, "write") ?? cause}`, { cause });
  }
}

/** Makes the folder that a file is to lie in. @throws AlexgradError or WriteError unless files can be written there. */
export async function makeFolderOf(path: string): Promise<void> {
  makeFolder(dirname(path));
  await writing(path, access(dirname(path), constants.W_OK));
}
