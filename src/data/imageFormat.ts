import { FormatError } from "../core/errors.ts";

const SIGNATURES = {
  JPEG: [0xff, 0xd8, 0xff],
  PNG: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  GIF: [0x47, 0x49, 0x46, 0x38],
  BMP: [0x42, 0x4d],
  WEBP: [0x52, 0x49, 0x46, 0x46],
} as const;

export type ImageFormat = keyof typeof SIGNATURES;

const FORMATS = Object.keys(SIGNATURES) as ImageFormat[];

/** Which format the first bytes are of.
 *  @throws FormatError if of none. */
export function imageFormat(file: string, bytes: Uint8Array): ImageFormat {
  const found = FORMATS.find((format) => SIGNATURES[format].every((byte, i) => bytes[i] === byte));
  if (found !== undefined) return found;
  const hex = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const start = hex === "" ? "an empty file" : `bytes ${hex}`;
  throw new FormatError(file, `expected a JPEG, PNG, WebP, BMP or GIF image; got ${start}`, { offset: 0 });
}

const IEND = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];

/** A PNG that ends after a whole chunk, or within its end chunk, with that end chunk: its picture may be whole. */
export function withEndChunk(png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let at: number = SIGNATURES.PNG.length;
  while (at + IEND.length <= png.length) {
    if (IEND.every((byte, i) => png[at + i] === byte)) return png;
    at += IEND.length + view.getUint32(at);
  }
  if (at > png.length) return png;
  const ended = new Uint8Array(at + IEND.length);
  ended.set(png.subarray(0, at));
  ended.set(IEND, at);
  return ended;
}
