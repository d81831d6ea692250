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
