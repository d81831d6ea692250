import type { MatmulGeometry } from "../../src/core/geometry/matmul.ts";
import { sizeOf } from "../../src/core/shape.ts";
import * as entries from "../../src/devices/cpu/entries.ts";
import type { Plans } from "../../src/devices/cpu/plan.ts";
import type { Tile } from "../../src/devices/cpu/tiles.ts";

/** Up to so many rows or steps nothing is packed: of the time with packing it takes 0.87 to 0.98 at 16, 0.60 to 0.80 at 8. */
const fewest = 16;
/** Rows that updates take: at 16 it is 0.81 with vectors of 256 bits, but 1.10 with 128; at 8 0.59 and 0.85. */
const fewestUpdated = 12;
/** Shorter rows are mostly rest, which is not done in vectors. */
const leastLength = 16;

/** Steps and rows of b with which dots visit all rows of a. */
const dotSteps = 256;
const dotRows = 8;

/** Floats of the rows of out and b that the nearest caches hold, and of out in a unit. */
const pieceFloats = 8192;
const unitFloats = 16384;
/** Into how many parts the steps are cut at most, and floats of b in each at least. */
const mostParts = 16;
const partFloats = 2 ** 18;
/** Steps that updates do at a time; see kernels/products/updates.wasm.ts. */
const group = 8;

/** Nanoseconds of a multiply-add and of an element of a part, roughly. */
const multiplyAdd = 0.05;
const addPart = 0.3;

/** A product whose time is that of reading b, or writing out: fully connected layers of few images, and their gradients. */
export function hasFewRows({ m, k, n, transposeA, transposeB }: MatmulGeometry): boolean {
  if (transposeB) return m <= fewest && k >= leastLength && !transposeA;
  return (m <= fewestUpdated || k <= fewest) && n >= leastLength;
}

/** The large matrix is read once, in the order in which it lies, and not packed. */
export function fewRowsPlans(tile: Tile) {
  return {
    matmul(temporary, out, a, b, bias, g) {
      const { m, k, n, batch } = g;
      const matrices = sizeOf(batch.dims);
      const product = { rows: m, columns: n, steps: k, transposeA: +g.transposeA, batch };
      if (g.transposeB) {
        const blocks = { tile: tile.index, kBlock: dotSteps, mBlock: m, nBlock: dotRows, packedAt: 0, cAt: 0 };
        return entries.matmulDots(
          { out, a, b, bias, scratch: dotRows * m * 32, g: { ...product, ...blocks, transposeB: 1 } },
          { units: matrices * Math.ceil(n / dotRows), cost: dotRows * m * k * multiplyAdd },
        );
      }
      const isUpdate = k <= fewest;
      const mBlock = isUpdate ? 2 * Math.max(1, Math.floor(unitFloats / n / 2)) : m;
      const wanted = isUpdate ? 1 : Math.max(1, Math.min(mostParts, Math.floor((k * n) / partFloats)));
      const kBlock = Math.ceil(k / wanted / group) * group;
      const nBlock = Math.max(64, Math.floor(pieceFloats / (mBlock + group) / 16) * 16);
      const parts = Math.ceil(k / kBlock);
      const record = { ...product, mBlock, kBlock, nBlock };
      // Quads read up to three floats past the last part.
      const to = parts > 1 ? temporary((matrices * parts * m * n + 3) * 4) : out;
      const update = entries.matmulUpdates(
        { to, a, b, bias, scratch: nBlock * 4, g: record },
        { units: matrices * Math.ceil(m / mBlock) * parts, cost: Math.min(m, mBlock) * kBlock * n * multiplyAdd },
      );
      if (parts === 1) return update;
      const units = { units: matrices * Math.ceil(n / nBlock), cost: m * nBlock * parts * addPart };
      return [update, entries.addParts({ out, sums: to, g: record }, units)];
    },
  } satisfies Partial<Plans>;
}
