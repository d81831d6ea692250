import { execFile } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const size = 24_000_000;

/** Reads a file and prints what came of it and the memory that it took, in bytes: in a process of its own, which a bomb may
 *  end. */
const script = `
import { loadSafetensors } from ${JSON.stringify(new URL("../../dist/src/io/index.node.js", import.meta.url).href)};
const before = process.resourceUsage().maxRSS;
const outcome = await loadSafetensors(process.argv[1]).then(() => "read", (error) => error.name + ": " + error.message);
const bytes = (process.resourceUsage().maxRSS - before) * 1024;
process.stdout.write(JSON.stringify({ outcome, bytes }));
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-bombs-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A header of about `size` bytes: `piece` again and again, with numbers for its #. */
function bomb(before: string, piece: string, after: string): string {
  const path = join(folder, "bomb.safetensors");
  const file = openSync(path, "w");
  const length = Buffer.alloc(8);
  writeSync(file, length);
  let written = writeSync(file, before);
  for (let i = 0; written < size; ) {
    let block = piece.includes("#") ? "" : piece.repeat(2 ** 20 / piece.length);
    while (block.length < 2 ** 19) block += piece.replace("#", String(i++));
    written += writeSync(file, block);
  }
  written += writeSync(file, after);
  length.writeBigUInt64LE(BigInt(written));
  writeSync(file, length, 0, 8, 0);
  closeSync(file);
  return path;
}

async function read(path: string): Promise<{ outcome: string; bytes: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    `--max-old-space-size=${Math.ceil((4 * size) / 2 ** 20)}`,
    "--input-type=module",
    "--eval",
    script,
    path,
  ]);
  return JSON.parse(stdout);
}

describe("a safetensors header that is a bomb", () => {
  it.each<[what: string, before: string, piece: string, after: string]>([
    ["of nested objects", "{", '"a":{', ""],
    ["of nested lists", '{"a":{"shape":', "[", ""],
    ["of many empty objects", "{", '"#":{},', '"":{}}'],
    ["of many lists in one", '{"a":{"shape":[', "[],", "[]]}}"],
    ["of one long shape", '{"a":{"shape":[', "1,", '1],"dtype":"F32","data_offsets":[0,4]}}'],
    ["of unknown fields", '{"a":{', '"#":[],', '"z":[]}}'],
    [
      "of many names on one range",
      "{",
      '"#":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},',
      '"":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
    ],
    ["of much metadata", '{"__metadata__":{', '"#":"",', '"":""}}'],
    ["of a long name", '{"', "aaaaaaaa", ""],
    ["of escapes", '{"', "\\u0061", '":1}'],
    ["of spaces", "{", "        ", ""],
    ["of a long number", '{"a":{"shape":[', "11111111", "]}}"],
  ])("%s is refused, and takes less memory than four times the file", { timeout: 120_000 }, async (...[, ...parts]) => {
    const { outcome, bytes } = await read(bomb(...parts));
    expect(outcome).toMatch(/^FormatError: .*bomb\.safetensors: /);
    expect(outcome.length).toBeLessThan(2000);
    expect(bytes).toBeLessThan(4 * size);
  });
});
