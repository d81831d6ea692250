export interface TarEntry {
  readonly name: string;
  readonly content: Uint8Array;
  /** Default "0", a file. */
  readonly type?: string;
  /** What the header says of the size, as it stands there. */
  readonly size?: string | Uint8Array;
  readonly link?: string;
}

const BLOCK = 512;

/** A tar archive whose headers have the right checksums, whatever they say.
 *  @param endBlocks of zeros, that mark its end. */
export function joinTar(entries: readonly TarEntry[], endBlocks = 2): Uint8Array {
  const blocks = entries.flatMap((entry) => [headerOf(entry), padded(entry.content)]);
  return Buffer.concat([...blocks, Buffer.alloc(endBlocks * BLOCK)]);
}

function headerOf({ name, content, type = "0", size, link = "" }: TarEntry): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.set(Buffer.from(size ?? octal(content.length, 11)).subarray(0, 12), 124);
  header.write(octal(0, 11), 136);
  header.write("        ", 148);
  header.write(type, 156, 1, "latin1");
  header.write(link, 157, 100);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0").slice(-digits);
}

function padded(content: Uint8Array): Uint8Array {
  return Buffer.concat([content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}
