import { execFile } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zipOf } from "../torture/formats/zip.ts";

const size = 24_000_000;
/** The longest header that there may be. */
const longest = 99_999_000;

/** Reads a file and prints what came of it and the memory that it took, in bytes: in a process of its own, which a bomb may
 *  end. */
const script = `
import { loadPth, loadSafetensors } from ${JSON.stringify(new URL("../../dist/src/io/index.node.js", import.meta.url).href)};
const before = process.resourceUsage().maxRSS;
const load = process.argv[1].endsWith(".pth") ? loadPth : loadSafetensors;
const outcome = await load(process.argv[1]).then(() => "read", (error) => error.name + ": " + error.message);
const bytes = (process.resourceUsage().maxRSS - before) * 1024;
process.stdout.write(JSON.stringify({ outcome, bytes }));
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-bombs-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A header of about that many bytes: `piece` again and again, with numbers for its #. */
function bomb(size: number, before: string, piece: string, after: string): string {
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

/** @param size of the file: the heap may have four times as much. */
async function read(path: string, size: number): Promise<{ outcome: string; bytes: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    `--max-old-space-size=${Math.ceil((4 * size) / 2 ** 20)}`,
    "--input-type=module",
    "--eval",
    script,
    path,
  ]);
  return JSON.parse(stdout);
}

async function refuse(path: string, size: number): Promise<void> {
  const { outcome, bytes } = await read(path, size);
  expect(outcome).toMatch(/^FormatError: /);
  expect(outcome).toContain(`${path}: `);
  expect(outcome.length).toBeLessThan(2000);
  expect(bytes).toBeLessThan(4 * size);
}

describe("a safetensors header that is a bomb", () => {
  it.each<[what: string, before: string, piece: string, after: string, size?: number]>([
    ["of nested objects", "{", '"a":{', "", longest],
    ["of nested lists", '{"a":{"shape":', "[", "", longest],
    ["of many empty objects", "{", '"#":{},', '"":{}}'],
    ["of many lists in one", '{"a":{"shape":[', "[],", "[]]}}", longest],
    ["of one long shape", '{"a":{"shape":[', "1,", '1],"dtype":"F32","data_offsets":[0,4]}}', longest],
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
  ])(
    "%s is refused, and takes less memory than four times the file",
    { timeout: 120_000 },
    async (_, before, piece, after, length = size) => {
      await refuse(bomb(length, before, piece, after), length);
    },
  );
});

describe("an index of shards that is a bomb", () => {
  const most = 2 ** 24;
  it.each<[what: string, before: string, piece: string]>([
    ["of nested lists", "", "["],
    ["of nested objects", "", '{"":'],
    ["of many lists", '{"metadata":[', "[],"],
    ["of many names", '{"weight_map":{', '"a":"b",'],
    ["of line breaks", "", "\n"],
    ["of a long name", '{"', "aaaaaaaa"],
  ])(
    "%s is refused, and takes less memory than four times the file",
    { timeout: 120_000 },
    async (_, before, piece) => {
      const path = join(folder, "model.safetensors.index.json");
      const text = before + piece.repeat(most / piece.length);
      writeFileSync(path, text.slice(0, most - 1));
      await refuse(path, most);
    },
  );
});

describe("a .pth that is a bomb", () => {
  const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
  const join = (...parts: readonly (string | Uint8Array)[]) =>
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
  const word = (text: string) => join("X", u32(text.length), text);
  const int = (value: number) => join("J", u32(value));
  const sizes = (...values: readonly number[]) => join("(", ...values.map(int), "t");
  const storage = (count: number) =>
    join("(", word("storage"), "ctorch\nFloatStorage\n", word("0"), word("cpu"), int(count), "tQ");
  const rebuild = "ctorch._utils\n_rebuild_tensor_v2\n(";
  /** A tensor, kept as value 0. */
  const tensor = (count: number, shape: Uint8Array, strides: Uint8Array) =>
    join(rebuild, storage(count), int(0), shape, strides, "\x89Nt", "Rq\0");
  const pickled = (...parts: readonly (string | Uint8Array)[]) => ({ "a/data.pkl": join("\x80\x02", ...parts, ".") });
  const numbers = { "a/data/0": Buffer.alloc(size) };
  const small = { "a/data/0": Buffer.alloc(4) };
  const one = tensor(1, sizes(1), sizes(1));
  /** Short names of value 0. */
  const many = (count: number) =>
    join(...Array.from({ length: count }, (_, i) => `X\x04\0\0\0${i.toString(36).padStart(4, "0")}h\0`));
  const square = Math.floor(Math.sqrt(size / 4));

  it.each<[what: string, files: () => Readonly<Record<string, Uint8Array>>]>([
    ["of empty dicts", () => pickled("}".repeat(2 ** 24 - 9))],
    ["of as many dicts as may be", () => ({ ...pickled("}".repeat(2 ** 14)), ...numbers })],
    ["of marks", () => pickled("(".repeat(2 ** 24 - 9))],
    ["of long integers", () => pickled(`\x8a\xfd${"\xff".repeat(253)}`.repeat(2 ** 16 - 300))],
    ["of one long text", () => pickled(word("a".repeat(2 ** 24 - 99)))],
    [
      "of a long name before many",
      () => ({ ...pickled("}", word("a".repeat(1e7)), "}", word("t"), one, "s(", many(80_000), "us"), ...small }),
    ],
    [
      "of a shape of many dimensions again and again",
      () => {
        const kept = join("](", "(", "K\x01".repeat(1e5), "tq\x01", storage(1), "q\x02");
        return { ...pickled(kept, `${rebuild}h\x02K\0h\x01h\x01\x89NtR`.repeat(10_000), "e"), ...small };
      },
    ],
    [
      "of views that repeat one number",
      () => ({ ...pickled("}", word("t"), tensor(1, sizes(2 ** 30, 2 ** 20), sizes(0, 0)), "s"), ...small }),
    ],
    [
      "of transposed views of all numbers",
      () => {
        const turned = tensor(size / 4, sizes(square, square), sizes(1, square));
        return { ...pickled("}", word("t"), turned, "s(", many(3), "u"), ...numbers };
      },
    ],
    [
      "of many entries",
      () => Object.fromEntries(Array.from({ length: 8000 }, (_, i) => [`a/${i}`, Buffer.alloc(2000)])),
    ],
  ])("%s is refused, and takes less memory than four times the file", { timeout: 120_000 }, async (_, files) => {
    const path = `${folder}/bomb.pth`;
    const bytes = zipOf(files());
    writeFileSync(path, bytes);
    await refuse(path, Math.max(bytes.length, 2 ** 24));
  });
});
