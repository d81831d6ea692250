import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constants, crc32, deflateRawSync, deflateSync, inflateSync } from "node:zlib";
import { Decoder } from "../../src/data/decode.ts";

const folder = new URL("images/", import.meta.url);

export const readFixture = (name: string): Buffer => readFileSync(new URL(name, folder));

interface Picture<Bytes> {
  readonly width: number;
  readonly height: number;
  readonly rgba: Bytes;
}

interface Truth<Bytes> extends Picture<Bytes> {
  /** As EXIF turns it. */
  readonly upright?: Picture<Bytes>;
}

/** What Pillow reads of each fixture. */
export const truth: readonly (readonly [name: string, truth: Truth<Uint8Array>])[] = Object.entries(
  JSON.parse(readFixture("truth.json").toString()) as Record<string, Truth<string>>,
).map(([name, { upright, ...stored }]) => [name, { ...unpack(stored), ...(upright && { upright: unpack(upright) }) }]);

function unpack({ rgba, ...size }: Picture<string>): Picture<Uint8Array> {
  return { ...size, rgba: inflateSync(Buffer.from(rgba, "base64")) };
}

/** The pixels of RGBA on white, planar. */
export function planesOf(rgba: Uint8Array): Uint8Array {
  const plane = rgba.length / 4;
  return Uint8Array.from({ length: 3 * plane }, (_, i) => {
    const pixel = 4 * (i % plane);
    return Math.round(255 + (rgba[pixel + 3] / 255) * (rgba[pixel + Math.floor(i / plane)] - 255));
  });
}

/** The decoder on the test's own thread. */
export function loadDecoder(): Promise<Decoder> {
  const wasm = createRequire(import.meta.url).resolve("@imagemagick/magick-wasm/magick.wasm");
  return Decoder.load(readFileSync(wasm));
}

/** A PNG of any header and any rows. */
export function pngOf(header: Header, rows: Uint8Array): Buffer {
  return pngOfData(header, deflateSync(rows));
}

/** A picture large enough for its data to be no reason to refuse it, and after its pixels 64 GiB of zeros to inflate. */
export function endlessPng(): Buffer {
  const zeros = deflateRawSync(new Uint8Array(2 ** 26), { finishFlush: constants.Z_FULL_FLUSH });
  return pngOfData(
    { width: 4000, height: 3000 },
    Buffer.concat([Buffer.of(0x78, 0x9c), ...new Array(1024).fill(zeros)]),
  );
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  readonly color?: number;
  readonly interlace?: number;
}

function pngOfData(header: Header, data: Uint8Array): Buffer {
  const { width, height, depth = 8, color = 2, interlace = 0 } = header;
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width, 0);
  ihdr.writeUInt32BE(height, 4);
  ihdr.set([depth, color, 0, 0, interlace], 8);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, chunk("IHDR", ihdr), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A JPEG whose frame header says another size. */
export function withSize(jpeg: Uint8Array, width: number, height: number): Buffer {
  const bytes = Buffer.from(jpeg);
  const frame = ["ffc0", "ffc2"].map((marker) => bytes.indexOf(marker, "hex")).find((at) => at >= 0)!;
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}
