import { describe, expect, it } from "vitest";
import { Rng } from "../../../src/core/rng.ts";
import { Allocator, type Range } from "../../../src/devices/cpu/allocator.ts";

const limit = 2 ** 32;

/** Memory that grows to what is asked for, rounded up to a page. */
function pages(most = limit) {
  return (end: number) => Math.min(most, Math.ceil(end / 65536) * 65536);
}

const sizeOf = ({ start, end }: Range) => end - start;

describe("Allocator", () => {
  it("hands out multiples of 64 bytes at multiples of 64", () => {
    const allocator = new Allocator(128, 128, limit, pages());
    const a = allocator.allocate(1);
    const b = allocator.allocate(65);
    expect([a.start, sizeOf(a), b.start, sizeOf(b)]).toEqual([128, 64, 192, 128]);
  });

  it("takes the smallest range that is large enough", () => {
    const allocator = new Allocator(0, 65536, limit, pages());
    const [large, , small] = [1024, 64, 256, 64].map((bytes) => allocator.allocate(bytes));
    allocator.free(large!, 1);
    allocator.free(small!, 1);
    expect(allocator.allocate(200).start).toBe(small!.start);
    expect(allocator.allocate(200).start).toBe(large!.start);
  });

  it("merges neighbors, and keeps the latest time at which any part was freed", () => {
    const allocator = new Allocator(0, 192, 192, pages(192));
    const [a, b, c] = [64, 64, 64].map((bytes) => allocator.allocate(bytes));
    allocator.free(a!, 7);
    allocator.free(c!, 3);
    allocator.free(b!, 5);
    expect(allocator.allocate(192)).toEqual({ start: 0, end: 192, freedAt: 7 });
  });

  it("grows by what the last free range lacks", () => {
    const ends: number[] = [];
    const allocator = new Allocator(0, 65536, limit, (end) => {
      ends.push(end);
      return pages()(end);
    });
    const a = allocator.allocate(65536 - 64);
    expect(allocator.allocate(128).start).toBe(a.end);
    expect(ends).toEqual([65536 + 64]);
  });

  it("gives addresses up to 4 GiB, and says what is in use where they do not suffice", () => {
    const allocator = new Allocator(0, 0, limit, pages());
    const held = [1, 1, 1].map((gib) => allocator.allocate(gib * 2 ** 30));
    const top = allocator.allocate(2 ** 30);
    expect(top.end).toBe(limit);
    allocator.free(held[1], 1);
    expect(() => allocator.allocate(2 ** 31)).toThrow(
      "out of memory: asked for 2048.0 MiB; 3072.0 MiB of 4096.0 MiB are in use by 3 buffers, and the largest free range " +
        "is 1024.0 MiB",
    );
  });

  it("counts memory that it could still grow by as free", () => {
    const allocator = new Allocator(0, 0, 1024, pages(1024));
    allocator.allocate(64);
    expect(() => allocator.allocate(1024)).toThrow(/the largest free range is 1 KiB;/);
  });

  it("reports a memory that cannot grow", () => {
    const allocator = new Allocator(0, 64, limit, () => 64);
    expect(() => allocator.allocate(128)).toThrow(RangeError);
    expect(allocator.allocate(64).start).toBe(0);
  });

  it("never gives the same memory twice, and has all of it back at the end", () => {
    const rng = new Rng(1);
    const end = 64 * 1024;
    const allocator = new Allocator(0, end, end, pages(end));
    const live: Range[] = [];
    for (let turn = 0; turn < 5000; turn++) {
      if (live.length > 0 && rng.uniform() < 0.5) {
        const [range] = live.splice(Math.floor(rng.uniform() * live.length), 1);
        allocator.free(range!, turn);
        continue;
      }
      try {
        const range = allocator.allocate(Math.floor(rng.uniform() ** 3 * 4000));
        expect(live.filter((other) => other.start < range.end && range.start < other.end)).toEqual([]);
        live.push(range);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }
    for (const range of live) allocator.free(range, 0);
    expect(sizeOf(allocator.allocate(end))).toBe(end);
  });
});
