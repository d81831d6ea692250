import { FormatError } from "../core/errors.ts";

const SIGNATURE_BYTES = 8;
const HEADER_BYTES = 33;
/** What a chunk has besides its data: its length, its type and its checksum. */
const FRAME_BYTES = 12;
const IDAT = 0x49444154;
const IEND = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];
/** By color type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Deflate makes nothing twice as long and this. */
const SPARE_BYTES = 2 ** 16;

/** A PNG that ends after a whole chunk, or within its end chunk, with that end chunk: its picture may be whole.
 *  @throws FormatError if it has far more data than its picture can need: to inflate it could take minutes. */
export function wholePng(file: string, png: Uint8Array): Uint8Array {
  if (png.length < HEADER_BYTES) return png;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const picture = pictureBytes(view);
  let dataBytes = 0;
  let at = SIGNATURE_BYTES;
  for (; at + FRAME_BYTES <= png.length; at += FRAME_BYTES + view.getUint32(at)) {
    if (IEND.every((byte, i) => png[at + i] === byte)) return png;
    if (view.getUint32(at + 4) === IDAT) dataBytes += view.getUint32(at);
    if (dataBytes > 2 * picture + SPARE_BYTES) {
      const reason = `is no PNG that can be decoded: it has ${dataBytes} bytes of data for a picture of ${picture}`;
      throw new FormatError(file, reason, { offset: at });
    }
  }
  if (at > png.length) return png;
  const ended = new Uint8Array(at + IEND.length);
  ended.set(png.subarray(0, at));
  ended.set(IEND, at);
  return ended;
}

/** How many bytes its rows have, inflated, by its header. */
function pictureBytes(view: DataView): number {
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const bits = view.getUint8(24) * (CHANNELS[view.getUint8(25)] ?? 1);
  return height * (1 + Math.ceil((width * bits) / 8));
}
