import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import { reachOf, type Staging, shiftsOf } from "../../src/core/geometry/staging.ts";
import type { ConvRecord } from "../../src/devices/cpu/entries.ts";

/** Written out: with spreads V8 takes many times as long for so many fields, in a small convolution most of its time.
 *  @param blocks how the product is cut; what a kernel does not read may be left out. */
export function convRecord(g: Conv2dGeometry, staging: Staging, blocks: Partial<ConvRecord>): ConvRecord {
  return {
    n: g.n,
    c: g.c,
    h: g.h,
    w: g.w,
    k: g.k,
    kh: g.kh,
    kw: g.kw,
    oh: g.oh,
    ow: g.ow,
    sh: g.sh,
    sw: g.sw,
    dh: g.dh,
    dw: g.dw,
    top: g.top,
    left: g.left,
    groups: g.groups,
    imageRows: staging.imageRows,
    imageColumns: staging.imageColumns,
    phasesH: staging.phasesH,
    phasesW: staging.phasesW,
    zerosTop: staging.zerosTop,
    zerosLeft: staging.zerosLeft,
    stagedRows: staging.stagedRows,
    stagedColumns: staging.stagedColumns,
    windowColumns: staging.windowColumns,
    rows: blocks.rows ?? 0,
    columns: blocks.columns ?? 0,
    steps: blocks.steps ?? 0,
    tile: blocks.tile ?? 0,
    kBlock: blocks.kBlock ?? 0,
    mBlock: blocks.mBlock ?? 0,
    nBlock: blocks.nBlock ?? 0,
    stagedAt: blocks.stagedAt ?? 0,
    packedAt: blocks.packedAt ?? 0,
    cAt: blocks.cAt ?? 0,
    reachH: reachOf(g.kh, g.dh, g.sh),
    reachW: reachOf(g.kw, g.dw, g.sw),
    shiftsH: shiftsOf(g.kh, g.dh, g.sh),
    shiftsW: shiftsOf(g.kw, g.dw, g.sw),
  };
}

/** Consecutive areas of so many floats each, at multiples of 64 bytes: where each begins, and how long all are. */
export function scratchLayout<const F extends readonly number[]>(
  floats: F,
): { at: { readonly [K in keyof F]: number }; bytes: number } {
  const at: number[] = [];
  let bytes = 0;
  for (const count of floats) {
    at.push(bytes);
    bytes += Math.ceil((count * 4) / 64) * 64;
  }
  return { at: at as { readonly [K in keyof F]: number }, bytes };
}
