import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Rng } from "../../../src/core/rng.ts";
import { decodeImage } from "../../../src/data/index.node.ts";
import { isFrame, joinJpeg, type Segment, splitJpeg } from "../formats/jpeg.ts";
import { type Chunk, changeRows, drawPng, joinPng, type PngOptions, splitPng } from "../formats/png.ts";
import { zlibZeros } from "../formats/zlib.ts";
import { bytesOf, digest, type Kind, type Mutant } from "../kind.ts";
import { flipBit, mutateBytes, mutateList, mutateOne, pick, pickSize, randomBytes } from "../mutate.ts";
import { root } from "../root.ts";

export const file = "mutant.img";

const layouts: readonly Pick<PngOptions, "depth" | "color">[] = [
  { depth: 1, color: 0 },
  { depth: 8, color: 0 },
  { depth: 16, color: 0 },
  { depth: 8, color: 2 },
  { depth: 16, color: 2 },
  { depth: 2, color: 3 },
  { depth: 8, color: 3 },
  { depth: 8, color: 4 },
  { depth: 8, color: 6 },
  { depth: 16, color: 6 },
];

export const pngs: readonly Uint8Array[] = layouts.flatMap((layout, i) =>
  [false, true].map((interlaced) => drawPng({ width: 9 + i, height: 7, ...layout, interlaced }, new Rng(i))),
);

const bases = join(root, "test/torture/bases");
/** 20×13 pixels, by libjpeg: with and without subsampling, progressive, gray, CMYK, with restart markers, with EXIF. */
export const jpegs: readonly Uint8Array[] = readdirSync(bases).map((name) => readFileSync(join(bases, name)));

type Change = (chunks: readonly Chunk[], rng: Rng) => Chunk[];

const pngChanges: readonly Change[] = [
  mutateList,
  (chunks, rng) => mutateOne(chunks, rng, (chunk) => ({ ...chunk, data: mutateBytes(chunk.data, rng) })),
  (chunks, rng) => mutateOne(chunks, rng, (chunk) => ({ ...chunk, crc: rng.uint32() })),
  (chunks, rng) => mutateOne(chunks, rng, (chunk) => ({ ...chunk, type: pick(rng, names) })),
  (chunks, rng) => changeHeader(chunks, (ihdr) => ihdr.writeUInt32BE(pickSize(rng), 4 * rng.int(2))),
  (chunks, rng) => changeHeader(chunks, (ihdr) => ihdr.writeUInt32BE(1 + rng.int(64), 4 * rng.int(2))),
  (chunks, rng) =>
    changeHeader(chunks, (ihdr) => ihdr.set([pick(rng, [0, 1, 2, 3, 4, 6, 8, 16, 255])], 8 + rng.int(5))),
  (chunks, rng) => changeRows(chunks, (rows) => rows.subarray(0, rng.int(rows.length))),
  (chunks, rng) => changeRows(chunks, (rows) => mutateBytes(rows, rng)),
  (chunks, rng) => changeRows(chunks, (rows) => Buffer.concat([rows, randomBytes(rng, 1 + rng.int(500))])),
  (chunks, rng) => chunks.toSpliced(1, 0, { type: pick(rng, names), data: randomBytes(rng, rng.int(300)) }),
  (chunks, rng) => chunks.flatMap((chunk) => (chunk.type === "IDAT" ? split(chunk, rng) : [chunk])),
];

const names = [
  "IDAT",
  "PLTE",
  "tRNS",
  "gAMA",
  "iCCP",
  "zTXt",
  "tEXt",
  "IHDR",
  "IEND",
  "acTL",
  "fdAT",
  "caNv",
  "CaNV",
  "\0\0\0\0",
];

function split({ type, data }: Chunk, rng: Rng): Chunk[] {
  const at = rng.int(data.length + 1);
  return [data.subarray(0, at), data.subarray(at)].map((part) => ({ type, data: part }));
}

function changeHeader(chunks: readonly Chunk[], change: (ihdr: Buffer) => void): Chunk[] {
  const data = Buffer.from(chunks[0].data);
  change(data);
  return [{ ...chunks[0], data }, ...chunks.slice(1)];
}

/** A picture whose compressed part, or a text's, unpacks to very much; of few pixels, or of as many as that makes. */
function drawBomb(rng: Rng): Uint8Array {
  const [width, height] = pick(rng, [
    [1, 1],
    [0, 2 ** 26],
    [1, 2 ** 26],
    [8000, 8000],
    [2 ** 31 - 1, 1],
  ] as const);
  const bomb = zlibZeros(pick(rng, [64, 1536]));
  const base = splitPng(pick(rng, pngs));
  const sized = changeHeader(base, (ihdr) => {
    ihdr.writeUInt32BE(width);
    ihdr.writeUInt32BE(height, 4);
  });
  if (rng.int(3) > 0) return joinPng(sized.map((chunk) => (chunk.type === "IDAT" ? { ...chunk, data: bomb } : chunk)));
  const text = Buffer.concat([Buffer.from("x\0\0"), bomb]);
  return joinPng(sized.toSpliced(1, 0, { type: pick(rng, ["zTXt", "iCCP", "iTXt"]), data: text }));
}

export function mutatePng(rng: Rng): Uint8Array {
  const base = pick(rng, pngs);
  if (rng.int(200) === 0) return drawBomb(rng);
  if (rng.int(6) === 0) return mutateBytes(base, rng, pick(rng, pngs));
  let chunks: readonly Chunk[] = splitPng(base);
  for (let left = 1 + rng.int(2); left > 0; left--) {
    try {
      chunks = pick(rng, pngChanges)(chunks, rng);
    } catch {
      // The change before left nothing that this one could be made to.
    }
  }
  return joinPng(chunks);
}

/** One bit of the compressed pixels: the checksum behind them tells. */
function flipPixelBit(rng: Rng): Mutant {
  const base = pick(rng, pngs);
  const chunks = splitPng(base);
  const at = chunks.findIndex(({ type }) => type === "IDAT");
  const crc = Buffer.from(base).readUInt32BE(base.length - 16);
  const tree = { [file]: joinPng(chunks.with(at, { type: "IDAT", data: flipBit(chunks[at].data, rng, base), crc })) };
  return { tree, original: { [file]: base } };
}

const jpegChanges: readonly ((segments: readonly Segment[], rng: Rng) => Segment[])[] = [
  mutateList,
  (segments, rng) => mutatePayload(segments, rng, (payload) => mutateBytes(payload, rng)),
  (segments, rng) => mutateOne(segments, rng, (each) => ({ ...each, marker: rng.int(256) })),
  (segments, rng) => mutateOne(segments, rng, (each) => ({ ...each, scan: mutateBytes(each.scan, rng) })),
  (segments, rng) => changeFrame(segments, (frame) => frame.writeUInt16BE(pickSize(rng) % 2 ** 16, 1 + 2 * rng.int(2))),
  (segments, rng) => changeFrame(segments, (frame) => frame.set([rng.int(256)], 5 + rng.int(frame.length - 5))),
  (segments, rng) => changeFrame(segments, (frame) => frame.set([pick(rng, [0, 1, 2, 3, 4, 5, 255])], 5)),
  (segments, rng) => {
    const scan = segments.find(({ scan }) => scan.length > 0)!;
    return segments.flatMap((each) => (each === scan ? new Array<Segment>(1 + rng.int(60)).fill(scan) : [each]));
  },
];

function mutatePayload(segments: readonly Segment[], rng: Rng, change: (payload: Uint8Array) => Uint8Array): Segment[] {
  return mutateOne(segments, rng, (each) => ({ ...each, payload: each.payload && change(each.payload) }));
}

function changeFrame(segments: readonly Segment[], change: (frame: Buffer) => void): Segment[] {
  return segments.map((each) => {
    if (!isFrame(each) || each.payload === null) return each;
    const payload = Buffer.from(each.payload);
    change(payload);
    return { ...each, payload };
  });
}

export function mutateJpeg(rng: Rng): Uint8Array {
  const base = pick(rng, jpegs);
  if (rng.int(3) === 0) return mutateBytes(base, rng, pick(rng, jpegs));
  let segments: readonly Segment[] = splitJpeg(base);
  for (let left = 1 + rng.int(2); left > 0; left--) {
    try {
      segments = pick(rng, jpegChanges)(segments, rng);
    } catch {
      // As for PNG.
    }
  }
  return joinJpeg(segments);
}

const fixture = (name: string) => readFileSync(join(root, "test/data/images", name));
const webps = ["lossless.webp", "lossy.webp"].map(fixture);
const bmps = ["rgb.bmp", "palette.bmp"].map(fixture);
const gifs = ["first-frame.gif"].map(fixture);

/** The bytes in which these formats say what follows. */
const headerBytes = 64;

function mutateOther(bases: readonly Uint8Array[], rng: Rng): Uint8Array {
  const base = pick(rng, bases);
  if (rng.int(2) === 0) return mutateBytes(base, rng, pick(rng, bases));
  return Buffer.concat([mutateBytes(base.subarray(0, headerBytes), rng), base.subarray(headerBytes)]);
}

/** What other formats begin with. */
const signatures = [
  "GIF89a",
  "GIF87a",
  "BM",
  "RIFF\x10\0\0\0WEBPVP8L",
  "II*\0",
  "MM\0*",
  "\0\0\0\x1cftypavif",
  "\0\0\x01\0",
  "8BPS",
  "\x76\x2f\x31\x01",
  "P6\n",
  "qoif",
  "DDS ",
  "\x89PNG\r\n\x1a\n",
  "\xff\xd8\xff",
  "\xff\x0a",
];

function mutateSignature(rng: Rng): Uint8Array {
  const start = Buffer.from(pick(rng, signatures), "latin1");
  const rest =
    rng.int(2) === 0 ? randomBytes(rng, rng.int(200)) : pick(rng, [...pngs, ...jpegs]).subarray(start.length);
  return Buffer.concat([start, rest]);
}

function imageKind(name: string, weight: number, mutate: (rng: Rng) => Mutant): Kind {
  return {
    name,
    weight,
    names: [file],
    mutate,
    async read(tree) {
      const { shape, pixels } = await decodeImage(file, bytesOf(tree, file));
      return digest(JSON.stringify(shape), pixels);
    },
  };
}

const only = (bytes: Uint8Array): Mutant => ({ tree: { [file]: bytes } });

export const images: readonly Kind[] = [
  imageKind("png", 24, (rng) => (rng.int(5) === 0 ? flipPixelBit(rng) : only(mutatePng(rng)))),
  imageKind("jpeg", 24, (rng) => only(mutateJpeg(rng))),
  imageKind("webp", 6, (rng) => only(mutateOther(webps, rng))),
  imageKind("bmp", 6, (rng) => only(mutateOther(bmps, rng))),
  imageKind("gif", 6, (rng) => only(mutateOther(gifs, rng))),
  imageKind("signature", 2, (rng) => only(mutateSignature(rng))),
];
