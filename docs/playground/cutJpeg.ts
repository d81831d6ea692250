const startOfScan = 0xda;
const endOfImage = 0xd9;

/** Whether no end follows the last pixels: browsers draw the rest in gray. An earlier end is that of a preview. */
export function isCutJpeg(bytes: Uint8Array): boolean {
  return lastMarker(bytes, endOfImage) < lastMarker(bytes, startOfScan);
}

function lastMarker(bytes: Uint8Array, marker: number): number {
  for (let at = bytes.lastIndexOf(marker); at > 0; at = bytes.lastIndexOf(marker, at - 1)) {
    if (bytes[at - 1] === 0xff) return at;
  }
  return -1;
}
