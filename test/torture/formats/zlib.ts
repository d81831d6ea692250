import { constants, deflateRawSync } from "node:zlib";

const mebibyte = 2 ** 20;
/** Modulus of Adler-32. */
const adlerBase = 65521;
/** Packed so that any number of them follow each other in a stream. */
const zeros = deflateRawSync(new Uint8Array(mebibyte), { finishFlush: constants.Z_FULL_FLUSH });

/** A zlib stream of a thousandth of the size that it unpacks to: so many MiB of zeros. */
export function zlibZeros(mebibytes: number): Uint8Array {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE((((mebibytes * mebibyte) % adlerBase) * 2 ** 16 + 1) % 2 ** 32);
  const blocks = new Array<Uint8Array>(mebibytes).fill(zeros);
  return Buffer.concat([Buffer.of(0x78, 0x9c), ...blocks, deflateRawSync(new Uint8Array()), checksum]);
}
