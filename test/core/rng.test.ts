import { describe, expect, it } from "vitest";
import { philox4x32, Rng, type RngKey } from "../../src/core/rng.ts";

describe("Philox4x32-10", () => {
  // The known-answer vectors published with Random123.
  const vectors: [counter: [number, number, number, number], key: RngKey, expected: number[]][] = [
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ];
  it.each(vectors)("counter %j", (counter, key, expected) => {
    const out = new Uint32Array(4);
    philox4x32(out, ...counter, key);
    expect([...out]).toEqual(expected);
  });
});

describe("Rng", () => {
  it("continues bit for bit from its state", () => {
    const rng = new Rng(7);
    for (let i = 0; i < 5; i++) rng.normal();
    const copy = new Rng(rng.state);
    expect([copy.normal(), copy.uniform(), copy.int(10)]).toEqual([rng.normal(), rng.uniform(), rng.int(10)]);
  });

  it("forks streams that depend on the labels, not on what was drawn", () => {
    const rng = new Rng(7);
    const before = rng.fork("dropout", 3).uint32();
    rng.uint32();
    expect(rng.fork("dropout", 3).uint32()).toBe(before);
    expect(rng.fork("dropout", 4).uint32()).not.toBe(before);
    expect(rng.fork("3").uint32()).not.toBe(rng.fork(3).uint32());
  });

  it("draws uniforms and Gaussians with the right moments", () => {
    const rng = new Rng(1);
    const n = 20_000;
    const uniforms = Array.from({ length: n }, () => rng.uniform());
    const normals = Array.from({ length: n }, () => rng.normal());
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / n;
    expect(mean(uniforms)).toBeCloseTo(0.5, 1.5);
    expect(mean(normals)).toBeCloseTo(0, 1.5);
    expect(mean(normals.map((v) => v * v))).toBeCloseTo(1, 1);
    expect(Math.min(...uniforms)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniforms)).toBeLessThan(1);
  });

  it("permutes", () => {
    const order = new Rng(3).permutation(100);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b));
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 53])("refuses the seed %d", (seed) => {
    expect(() => new Rng(seed)).toThrow(/Rng: expected seed to be a whole number/);
  });
});
