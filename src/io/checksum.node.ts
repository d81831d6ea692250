import { createHash } from "node:crypto";

/** SHA-256 of arrays of any size, one behind the other: a hash takes less than 2 GiB at once. */
export function checksum(arrays: readonly (Uint8Array | Uint16Array)[], piece = 2 ** 30): string {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of arrays) {
    for (let at = 0; at < byteLength; at += piece) {
      hash.update(new Uint8Array(buffer, byteOffset + at, Math.min(piece, byteLength - at)));
    }
  }
  return hash.digest("hex");
}
