import { describe, expect, it } from "vitest";
import { compile, readBinary } from "./builds.ts";

/** Sections of a WebAssembly module, by their numbers in the core specification, 5.5.2. */
const importSection = 2;
const dataSection = 11;

describe.each([
  ["strict", false],
  ["strict", true],
  ["relaxed", false],
  ["relaxed", true],
] as const)("the kernels, %s, shared: %s", (level, shared) => {
  const bytes = readBinary(level, shared);
  const sections = sectionsOf(bytes);
  const module = compile(bytes);

  it("imports a memory and nothing else, shared if it says so", () => {
    const names = ["env", "memory"].flatMap((text) => [text.length, ...Buffer.from(text)]);
    // One import, of kind 2; the limits' flags say maximum (1) and shared (2).
    const start = [1, ...names, 2, shared ? 3 : 1];
    expect([...sections.get(importSection)!.slice(0, start.length)]).toEqual(start);
  });

  it("leaves the memory as it is when a thread starts", () => {
    expect(sections.has(dataSection)).toBe(false);
    const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared });
    new Uint8Array(memory.buffer).fill(0xa5);
    new WebAssembly.Instance(module, { env: { memory } });
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0xa5)).toBe(true);
    expect(memory.buffer.byteLength).toBe(2 ** 20);
  });

  it("exports its functions and the memory, and no allocator", () => {
    const exports = WebAssembly.Module.exports(module);
    expect(exports.filter(({ kind }) => kind !== "function")).toEqual([{ name: "memory", kind: "memory" }]);
    expect(exports.filter(({ name }) => name.startsWith("__"))).toEqual([]);
  });
});

/** The contents of each section, by its number. */
function sectionsOf(bytes: Uint8Array): Map<number, Uint8Array> {
  const sections = new Map<number, Uint8Array>();
  let at = 8;
  while (at < bytes.length) {
    const section = bytes[at++];
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = bytes[at++];
      size |= (byte & 127) << shift;
      more = byte > 127;
    }
    sections.set(section, bytes.subarray(at, at + size));
    at += size;
  }
  return sections;
}
