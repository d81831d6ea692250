import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import {
  placesOf,
  reachOf,
  type Staging,
  shiftsOf,
  stagedGradient,
  stagedInput,
} from "../../src/core/geometry/staging.ts";
import { sizeOf } from "../../src/core/shape.ts";
import * as entries from "../../src/devices/cpu/entries.ts";
import type { Units } from "../../src/devices/cpu/pass.ts";
import type { Plans } from "../../src/devices/cpu/plan.ts";
import type { Tile } from "../../src/devices/cpu/tiles.ts";
import { depthwisePlans, isDepthwise } from "./depthwise.cpuPlans.ts";
import { fewRowsPlans, hasFewRows } from "./fewRows.cpuPlans.ts";
import { convRecord, scratchLayout } from "./record.cpuPlans.ts";

/** Steps of a reduction between two visits of C: two panels of so many steps fit the nearest cache. */
const mostK = 256;
/** Rows and columns of C that one unit holds: with the panel of B, half of a core's second cache. */
const mostM = 384;
const mostN = 256;
/** How many units the threads can share evenly: those of a matrix product, and those of a convolution, each of which
 *  gathers its own windows. */
const wantedUnits = 24;
const wantedImages = 16;
/** The weight's gradient splits fewer units than this further, though each part then packs what the others pack too. */
const leastUnits = 4;

/** Nanoseconds of a multiply-add, roughly. */
const multiplyAdd = 0.03;
/** Nanoseconds of an element that is packed. */
const packElement = 0.5;

/** Products and convolutions: pack one operand whole, then multiply block by block, packing the other on the way. */
export function productPlans(tile: Tile) {
  const { mr, nr } = tile;
  return {
    matmul(temporary, out, a, b, bias, g) {
      if (hasFewRows(g)) return fewRowsPlans(tile).matmul(temporary, out, a, b, bias, g);
      const { m, k, n, batch } = g;
      const matrices = sizeOf(batch.dims);
      const kBlock = evenly(k, mostK, 1);
      const mBlock = evenly(m, mostM, mr);
      const nBlock = shareOf(n, nr, matrices * Math.ceil(m / mBlock));
      const { at, bytes: scratch } = scratchLayout([nBlock * kBlock, mBlock * nBlock]);
      const transposed = { transposeA: +g.transposeA, transposeB: +g.transposeB };
      const blocks = { tile: tile.index, kBlock, mBlock, nBlock, packedAt: at[0], cAt: at[1] };
      const record = { rows: m, columns: n, steps: k, ...blocks, ...transposed, batch };
      const panels = matrices * Math.ceil(m / mr);
      const packed = temporary(panels * mr * k * 4);
      return [
        entries.packMatmul({ to: packed, a, g: record }, { units: panels, cost: mr * k * packElement }),
        entries.matmul(
          { out, packed, b, bias, scratch, g: record },
          {
            units: matrices * Math.ceil(m / mBlock) * Math.ceil(n / nBlock),
            cost: mBlock * nBlock * k * multiplyAdd,
          },
        ),
      ];
    },

    conv2d(temporary, out, x, w, bias, g) {
      if (isDepthwise(g)) return depthwisePlans.conv2d(temporary, out, x, w, bias, g);
      const product = { rows: g.k / g.groups, columns: g.oh * g.ow, steps: (g.c / g.groups) * g.kh * g.kw };
      const staged = { planes: g.c / g.groups, staging: stagedInput(g) };
      const { record, packedBytes, pack, scratch, multiply } = cutWindows(g, product, staged, tile);
      const packed = temporary(packedBytes);
      return [
        entries.packConv2d({ to: packed, w, g: record }, pack),
        entries.conv2d({ out, x, packed, bias, scratch, g: record }, multiply),
      ];
    },

    conv2dGradInput(temporary, out, dy, w, g) {
      if (isDepthwise(g)) return depthwisePlans.conv2dGradInput(temporary, out, dy, w, g);
      const places = placesOf(g.h, g.top, g.sh) * placesOf(g.w, g.left, g.sw);
      const steps = (g.k / g.groups) * shiftsOf(g.kh, g.dh, g.sh) * shiftsOf(g.kw, g.dw, g.sw);
      const product = { rows: (g.c / g.groups) * g.sh * g.sw, columns: places, steps };
      const staged = { planes: g.k / g.groups, staging: stagedGradient(g) };
      const { record, packedBytes, pack, scratch, multiply } = cutWindows(g, product, staged, tile);
      const packed = temporary(packedBytes);
      return [
        entries.packConv2dGradInput({ to: packed, w, g: record }, pack),
        entries.conv2dGradInput({ out, dy, packed, scratch, g: record }, multiply),
      ];
    },

    conv2dGradWeight(temporary, out, dy, x, g) {
      if (isDepthwise(g)) return depthwisePlans.conv2dGradWeight(temporary, out, dy, x, g);
      const filters = g.k / g.groups;
      const taps = (g.c / g.groups) * g.kh * g.kw;
      const windows = g.oh * g.ow;
      const blockRows = evenly(g.oh, Math.max(1, Math.floor(mostK / g.ow)), 1);
      const nBlock = shareOf(taps, nr, g.groups * Math.ceil(filters / mostM));
      const parts = Math.ceil(leastUnits / (g.groups * Math.ceil(taps / nBlock)));
      const mBlock = evenly(filters, Math.min(mostM, Math.ceil(filters / parts)), mr);
      // Quads of windows overrun a panel by up to three.
      const { at, bytes: scratch } = scratchLayout([taps, nBlock * blockRows * g.ow + 3 * nr, mBlock * nBlock]);
      const staging = stagedInput(g);
      const record = convRecord(g, staging, {
        rows: filters,
        columns: taps,
        steps: g.n * windows,
        tile: tile.index,
        kBlock: blockRows * g.ow,
        mBlock,
        nBlock,
        packedAt: at[1],
        cAt: at[2],
      });
      const panels = g.n * g.groups * Math.ceil(filters / mr);
      const packed = temporary(panels * mr * windows * 4);
      const plane = g.sh * g.sw * staging.stagedRows * staging.stagedColumns;
      // Quads read up to three floats past the last row.
      const staged = temporary((g.n * g.c * plane + 3) * 4);
      return [
        entries.packConv2dGradWeight(
          { to: packed, dy, g: record },
          { units: panels, cost: mr * windows * packElement },
        ),
        entries.stageConv2dGradWeight({ to: staged, x, g: record }, { units: g.n * g.c, cost: plane * packElement }),
        entries.conv2dGradWeight(
          { out, packed, staged, scratch, g: record },
          {
            units: g.groups * Math.ceil(filters / mBlock) * Math.ceil(taps / nBlock),
            cost: mBlock * nBlock * g.n * windows * multiplyAdd,
          },
        ),
      ];
    },
  } satisfies Partial<Plans>;
}

interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly steps: number;
}

/** So many planes of an image, and how they are staged. */
interface Staged {
  readonly planes: number;
  readonly staging: Staging;
}

interface Cut {
  readonly record: entries.ConvRecord;
  readonly packedBytes: number;
  readonly pack: Units;
  readonly scratch: number;
  readonly multiply: Units;
}

/** Filters times windows, image by image: the forward pass and the input's gradient. */
function cutWindows(
  g: Conv2dGeometry,
  { rows, columns, steps }: Product,
  { planes, staging }: Staged,
  { index, mr, nr }: Tile,
): Cut {
  const images = g.n * g.groups;
  const kBlock = evenly(steps, mostK, 1);
  const nBlock = evenly(columns, mostN, nr);
  const share = images * Math.ceil(columns / nBlock);
  const least = Math.ceil(rows / Math.max(1, Math.ceil(wantedImages / share)));
  const mBlock = evenly(rows, Math.min(mostM, Math.max(8 * mr, least)), mr);
  // The rows of windows that a block touches, and those that the taps reach from there.
  const touched = Math.floor((staging.windowColumns + nBlock - 2) / staging.windowColumns) + 1;
  const stagedRows = Math.min(staging.stagedRows, touched + reachOf(g.kh, g.dh, g.sh));
  const stagedFloats = planes * staging.phasesH * staging.phasesW * stagedRows * staging.stagedColumns;
  const { at, bytes } = scratchLayout([steps, stagedFloats + 16, nBlock * kBlock, mBlock * nBlock]);
  const blocks = {
    rows,
    columns,
    steps,
    tile: index,
    kBlock,
    mBlock,
    nBlock,
    stagedAt: at[1],
    packedAt: at[2],
    cAt: at[3],
  };
  const panels = g.groups * Math.ceil(rows / mr);
  return {
    record: convRecord(g, { ...staging, stagedRows }, blocks),
    packedBytes: panels * mr * steps * 4,
    pack: { units: panels, cost: mr * steps * packElement },
    scratch: bytes,
    multiply: {
      units: share * Math.ceil(rows / mBlock),
      cost: mBlock * nBlock * steps * multiplyAdd,
    },
  };
}

/** The length of a block, a multiple of `multiple`: it cuts `size` into equal blocks, of about `most` at most. */
function evenly(size: number, most: number, multiple: number): number {
  const blocks = Math.max(1, Math.ceil(size / most));
  return Math.ceil(Math.max(1, size) / blocks / multiple) * multiple;
}

/** Columns of a unit: so that there are `wantedUnits` in all, where that leaves enough columns for each. */
function shareOf(columns: number, nr: number, others: number): number {
  const blocks = Math.ceil(wantedUnits / others);
  return evenly(columns, Math.min(mostN, Math.max(64, Math.ceil(columns / blocks))), nr);
}
