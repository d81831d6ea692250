import { crc32, deflateSync, inflateSync } from "node:zlib";
import type { Rng } from "../../../src/core/rng.ts";
import { randomBytes } from "../mutate.ts";

export interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** Default: the right one. */
  readonly crc?: number;
}

export interface PngOptions {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** As in IHDR: 0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGBA. */
  readonly color: 0 | 2 | 3 | 4 | 6;
  readonly interlaced?: boolean;
}

const signature = Buffer.from("89504e470d0a1a0a", "hex");
const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** First row and column, and the steps between them, of Adam7's passes. */
const adam7 = [
  [0, 0, 8, 8],
  [0, 4, 8, 8],
  [4, 0, 8, 4],
  [0, 2, 4, 4],
  [2, 0, 4, 2],
  [0, 1, 2, 2],
  [1, 0, 2, 1],
] as const;

export function splitPng(bytes: Uint8Array): Chunk[] {
  const view = Buffer.from(bytes);
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= view.length; ) {
    const length = view.readUInt32BE(at);
    chunks.push({ type: view.toString("latin1", at + 4, at + 8), data: view.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

export function joinPng(chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.map(({ type, data, crc }) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const chunk = Buffer.alloc(8 + body.length);
    chunk.writeUInt32BE(data.length);
    body.copy(chunk, 4);
    chunk.writeUInt32BE(crc ?? crc32(body), 4 + body.length);
    return chunk;
  });
  return Buffer.concat([signature, ...parts]);
}

export function header({ width, height, depth, color, interlaced = false }: PngOptions): Chunk {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set([depth, color, 0, 0, interlaced ? 1 : 0], 8);
  return { type: "IHDR", data };
}

/** A picture of random pixels and filters. */
export function drawPng(options: PngOptions, rng: Rng): Uint8Array {
  const palette = { type: "PLTE", data: randomBytes(rng, 3 * 2 ** options.depth) };
  return joinPng([
    header(options),
    ...(options.color === 3 ? [palette] : []),
    { type: "IDAT", data: deflateSync(drawRows(options, rng)) },
    { type: "IEND", data: new Uint8Array() },
  ]);
}

function drawRows({ width, height, depth, color, interlaced }: PngOptions, rng: Rng): Uint8Array {
  const passes = interlaced ? adam7 : ([[0, 0, 1, 1]] as const);
  const rows = passes.flatMap(([top, left, down, right]) => {
    const columns = Math.ceil((width - left) / right);
    const count = columns < 1 ? 0 : Math.ceil((height - top) / down);
    const bytes = Math.ceil((columns * channels[color] * depth) / 8);
    return Array.from({ length: Math.max(0, count) }, () => [Uint8Array.of(rng.int(5)), randomBytes(rng, bytes)]);
  });
  return Buffer.concat(rows.flat());
}

/** The picture with other rows: what is in its IDAT chunks, unpacked, goes through `change`. */
export function changeRows(chunks: readonly Chunk[], change: (rows: Uint8Array) => Uint8Array): Chunk[] {
  const packed = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  const idat = { type: "IDAT", data: deflateSync(change(inflateSync(packed))) };
  const first = chunks.findIndex(({ type }) => type === "IDAT");
  return [...chunks.slice(0, first), idat, ...chunks.slice(first).filter(({ type }) => type !== "IDAT")];
}
