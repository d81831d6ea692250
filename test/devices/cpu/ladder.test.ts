import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Ladder, rungs } from "../../../bench/rungs.ts";
import { referenceKernels } from "../../../kernels/reference.ts";
import { conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { Rng } from "../../../src/core/rng.ts";
import { sizeOf } from "../../../src/core/shape.ts";
import { tileAt, tiles } from "../../../src/devices/cpu/tiles.ts";
import { kernelInfos } from "../../../src/gradcheck/op-info/kernels.ts";
import { draw } from "../values.ts";

const size = fc.integer({ min: 1, max: 3 });

/** Strides, dilations, paddings and groups, together and apart, and windows that the border cuts off. */
const geometries = fc
  .record({
    n: size,
    groups: size,
    channels: size,
    filters: fc.integer({ min: 1, max: 9 }),
    image: fc.tuple(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 5, max: 12 })),
    kernel: fc.tuple(size, size),
    stride: fc.tuple(size, size),
    dilation: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
    padding: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
  })
  .map(({ n, groups, channels, filters, image, kernel, ...options }) => {
    return conv2dGeometry("rung", [n, groups * channels, ...image], [groups * filters, channels, ...kernel], {
      ...options,
      groups,
    });
  });

/** Few enough that small products are cut too. */
const blocks = fc.record({
  kBlock: fc.integer({ min: 1, max: 20 }),
  mBlock: fc.constantFrom(12, 24),
  nBlock: fc.constantFrom(16, 32, 48),
});

const cases = fc.record({
  g: geometries,
  blocks,
  tile: fc.nat({ max: tiles.length - 1 }).map(tileAt),
  seed: fc.noShrink(fc.nat()),
});

describe.each(["strict", "relaxed"] as const)("the ladder, %s", (level) => {
  const ladder = new Ladder(level);

  it("is compiled as asked", () => expect(ladder.level).toBe(level));

  it.each(rungs)("%s agrees with the reference", (rung) => {
    const property = fc.property(cases, ({ g, blocks, tile, seed }) => {
      const rng = new Rng(seed);
      const [x, w] = [draw(sizeOf(g.xShape), rng), draw(sizeOf(g.wShape), rng)];
      const y = new Float64Array(sizeOf(g.shape));
      const wide = [Float64Array.from(x), Float64Array.from(w)] as const;
      referenceKernels.conv2d(y, ...wide, null, g);
      const bound = kernelInfos.conv2d.cpu;
      if (bound === "bits") throw new Error("a sum is rounded");
      const error = bound(y, ...wide, null, g);
      const got = ladder.prepare(rung, x, w, g, tile, blocks)();
      const wrong = got.findIndex((value, i) => !(Math.abs(value - Math.fround(y[i])) <= error(i)));
      expect([wrong, got[wrong], y[wrong]]).toEqual([-1, undefined, undefined]);
    });
    fc.assert(property, { numRuns: 100, seed: 20121204 });
  });
});
