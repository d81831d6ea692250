import { fillFrom } from "../../../src/io/fill.ts";
import { crc32 } from "../../../src/io/pth/crc32.ts";
import { readZip } from "../../../src/io/pth/zip.ts";

/** What `zipOf` took. */
export function splitZip(bytes: Uint8Array): Record<string, Uint8Array> {
  const entries = fillFrom(bytes, readZip(bytes.length, "a zip file"));
  return Object.fromEntries(entries.map(({ name, begin, end }) => [name, bytes.slice(begin, end)]));
}

/** A zip file of stored entries. */
export function zipOf(
  files: Readonly<Record<string, Uint8Array>>,
  {
    method = 0,
    flags = 0,
    crc,
    twice = false,
  }: { method?: number; flags?: number; crc?: number; twice?: boolean } = {},
): Uint8Array {
  const all = Object.entries(files);
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of twice ? [...all, ...all] : all) {
    const nameBytes = new TextEncoder().encode(name);
    const common = [20, flags, method, 0, 0] as const;
    const sum = crc ?? crc32(content);
    const local = [
      ...u32(0x04034b50),
      ...common.flatMap(u16),
      ...u32(sum),
      ...u32(content.length),
      ...u32(content.length),
    ];
    const sizes = [...u16(nameBytes.length), ...u16(0)];
    parts.push(Uint8Array.of(...local, ...sizes, ...nameBytes), content);
    const entry = [
      ...u32(0x02014b50),
      ...u16(20),
      ...common.flatMap(u16),
      ...u32(sum),
      ...u32(content.length),
      ...u32(content.length),
    ];
    directory.push(Uint8Array.of(...entry, ...sizes, ...new Array(10).fill(0), ...u32(offset), ...nameBytes));
    offset += 30 + nameBytes.length + content.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = u16(directory.length);
  const end = Uint8Array.of(...u32(0x06054b50), 0, 0, 0, 0, ...count, ...count, ...u32(size), ...u32(offset), 0, 0);
  return joined([...parts, ...directory, end]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const u16 = (value: number) => [value & 255, (value >> 8) & 255];
const u32 = (value: number) => [...u16(value), ...u16(value >>> 16)];
