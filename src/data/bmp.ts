const SIZE_AT = 2;

/** A BMP whose header says no less than there is: some programs write 0 there, and what lies behind a picture does it no
 *  harm. That pixels are missing shows when they are read. */
export function wholeBmp(bmp: Uint8Array): Uint8Array {
  if (bmp.length < SIZE_AT + 4) return bmp;
  const declared = new DataView(bmp.buffer, bmp.byteOffset).getUint32(SIZE_AT, true);
  if (declared >= bmp.length) return bmp;
  const sized = Uint8Array.from(bmp);
  new DataView(sized.buffer).setUint32(SIZE_AT, bmp.length, true);
  return sized;
}
