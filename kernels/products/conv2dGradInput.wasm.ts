import { storeBlock } from "./block.wasm";
import { ConvRecord, shiftAt } from "./convRecord.wasm";
import { packWindows } from "./im2col.wasm";
import { stage } from "./stage.wasm";
import { multiply, tileColumns, tileRows } from "./tile.wasm";

/** The input's gradient gathers what each window gave:
 *
 *    out[n, first + c, a, b] = Σ w[k, c, u, v] · dy[n, k, i, j], where i·sh + u·dh − top = a and j·sw + v·dw − left = b
 *
 *  with dy [n, k, oh, ow], w [k, c / groups, kh, kw], out [n, c, h, w], and `first` the first channel of k's group.
 *
 *  That is a convolution of dy with stride 1, whatever the stride was. A padded input row splits into
 *  p = sh·q + r with phase r; tap u reads it from window i where i·sh + u·dh = p, so i = q − ⌊u·dh/sh⌋ and
 *  r = (u·dh) mod sh: each tap belongs to one phase and one shift. Hence
 *
 *    out[c, r, s; q, t] = Σ over (filter, shiftH, shiftW) of w[filter, c, u, v] · dy[filter, q − shiftH, t − shiftW]
 *
 *  with rows (c, r, s), and 0 for w where no tap has that phase and shift. */

/** The filters turned round, in panels [filters · shifts][mr]. Unit: a panel of a group. */
export function packConv2dGradInput(to: usize, w: usize, g: ConvRecord, begin: i32, end: i32): void {
  const mr = tileRows(g.tile);
  const filters = g.k / g.groups;
  const channels = g.c / g.groups;
  const rows = channels * g.sh * g.sw;
  const steps = filters * g.shiftsH * g.shiftsW;
  const panels = (rows + mr - 1) / mr;
  const filterBytes = (channels * g.kh * g.kw) << 2;
  const stepBytes = (g.shiftsH * g.shiftsW * mr) << 2;
  for (let unit = begin; unit < end; unit++) {
    const panel = to + ((unit * steps * mr) << 2);
    memory.fill(panel, 0, (steps * mr) << 2);
    const group = w + (unit / panels) * filters * filterBytes;
    const first = (unit % panels) * mr;
    const lanes = min(mr, rows - first);
    for (let lane = 0; lane < lanes; lane++) {
      const row = first + lane;
      const s = row % g.sw;
      const r = (row / g.sw) % g.sh;
      const plane = group + (((row / (g.sw * g.sh)) * g.kh * g.kw) << 2);
      for (let i = 0; i < g.shiftsH; i++) {
        const u = tapAt(shiftAt(i, g.dh, g.sh) * g.sh + r, g.dh, g.kh);
        if (u < 0) continue;
        for (let j = 0; j < g.shiftsW; j++) {
          const v = tapAt(shiftAt(j, g.dw, g.sw) * g.sw + s, g.dw, g.kw);
          if (v < 0) continue;
          let from = plane + ((u * g.kw + v) << 2);
          let target = panel + (((i * g.shiftsW + j) * mr + lane) << 2);
          for (let filter = 0; filter < filters; filter++) {
            store<f32>(target, load<f32>(from));
            from += filterBytes;
            target += stepBytes;
          }
        }
      }
    }
  }
}

/** The tap that lies `distance` from the first, −1 if there is none. */
function tapAt(distance: i32, dilation: i32, taps: i32): i32 {
  return distance % dilation == 0 && distance / dilation < taps ? distance / dilation : -1;
}

/** out = turned filters · windows of dy. Unit: mBlock rows (c, r, s) over nBlock places (q, t) of an image. */
export function conv2dGradInput(
  out: usize,
  dy: usize,
  packed: usize,
  scratch: usize,
  g: ConvRecord,
  begin: i32,
  end: i32,
): void {
  const mr = tileRows(g.tile);
  const nr = tileColumns(g.tile);
  const filters = g.k / g.groups;
  const channels = g.c / g.groups;
  const rows = channels * g.sh * g.sw;
  const steps = filters * g.shiftsH * g.shiftsW;
  // The places that the input covers: q from qFirst, t from tFirst.
  const qFirst = g.top / g.sh;
  const tFirst = g.left / g.sw;
  const gridHeight = (g.h - 1 + g.top) / g.sh - qFirst + 1;
  const gridWidth = (g.w - 1 + g.left) / g.sw - tFirst + 1;
  const places = gridHeight * gridWidth;
  const panels = (rows + mr - 1) / mr;
  const mBlocks = (rows + g.mBlock - 1) / g.mBlock;
  const nBlocks = (places + g.nBlock - 1) / g.nBlock;
  const panelBytes = (steps * mr) << 2;
  const stagedWidth = gridWidth + g.reachW;
  const staged = scratch + g.stagedAt;
  const c = scratch + g.cAt;
  shiftOffsets(scratch, filters, stagedWidth, g);
  for (let unit = begin; unit < end; unit++) {
    const first = (unit % nBlocks) * g.nBlock;
    const row = ((unit / nBlocks) % mBlocks) * g.mBlock;
    const group = (unit / (nBlocks * mBlocks)) % g.groups;
    const image = unit / (nBlocks * mBlocks * g.groups);
    const count = min(g.nBlock, places - first);
    const blockRows = min(g.mBlock, rows - row);
    const mTiles = (blockRows + mr - 1) / mr;
    const nTiles = (count + nr - 1) / nr;
    const firstRow = first / gridWidth;
    const plane = dy + (((image * g.k + group * filters) * g.oh * g.ow) << 2);
    const top = g.reachH - qFirst - firstRow;
    const left = g.reachW - tFirst;
    stage(staged, plane, filters, g.oh, g.ow, 1, 1, top, left, g.stagedRows, stagedWidth);
    memory.fill(c, 0, (mTiles * mr * nTiles * nr) << 2);
    const a = packed + (group * panels + row / mr) * panelBytes;
    for (let k = 0; k < steps; k += g.kBlock) {
      const kc = min(g.kBlock, steps - k);
      const to = scratch + g.packedAt;
      packWindows(to, g.tile, staged, stagedWidth, scratch + (k << 2), kc, first, count, gridWidth, firstRow);
      multiply(g.tile, kc, a + ((k * mr) << 2), panelBytes, mTiles, to, nTiles, c);
    }
    const to = out + (((image * g.c + group * channels) * g.h * g.w) << 2);
    if (g.sh == 1 && g.sw == 1) {
      const plane = (g.h * g.w) << 2;
      storeBlock(to + row * plane + (first << 2), plane, c, g.tile, blockRows, count, 0, 0);
    } else {
      storePhases(to, c, row, blockRows, first, count, qFirst, tFirst, gridWidth, g);
    }
  }
}

/** Where each step's first place lies within the staged image, in bytes. */
function shiftOffsets(to: usize, filters: i32, stagedWidth: i32, g: ConvRecord): void {
  const plane = g.stagedRows * stagedWidth;
  for (let filter = 0; filter < filters; filter++) {
    for (let i = 0; i < g.shiftsH; i++) {
      const row = g.reachH - shiftAt(i, g.dh, g.sh);
      for (let j = 0; j < g.shiftsW; j++) {
        const column = g.reachW - shiftAt(j, g.dw, g.sw);
        store<i32>(to, (filter * plane + row * stagedWidth + column) << 2);
        to += 4;
      }
    }
  }
}

/** Puts each (c, r, s; q, t) where it belongs: row sh·q + r − top, column sw·t + s − left of channel c. */
function storePhases(
  out: usize,
  c: usize,
  row: i32,
  rows: i32,
  first: i32,
  count: i32,
  qFirst: i32,
  tFirst: i32,
  gridWidth: i32,
  g: ConvRecord,
): void {
  const mr = tileRows(g.tile);
  const nr = tileColumns(g.tile);
  const columnStep = ((((rows + mr - 1) / mr) * mr - 1) * nr) << 2;
  for (let i = 0; i < rows; i++) {
    const s = (row + i) % g.sw;
    const r = ((row + i) / g.sw) % g.sh;
    const plane = out + ((((row + i) / (g.sw * g.sh)) * g.h * g.w) << 2);
    let from = c + ((i * nr) << 2);
    let a = (qFirst + first / gridWidth) * g.sh + r - g.top;
    let t = first % gridWidth;
    for (let j = 0; j < count; ) {
      const end = min(count, j + gridWidth - t);
      let b = (tFirst + t) * g.sw + s - g.left;
      let to = plane + ((a * g.w + b) << 2);
      const width = a >= 0 && a < g.h ? g.w : 0;
      for (; j < end; j++) {
        if (<u32>b < <u32>width) store<f32>(to, load<f32>(from));
        b += g.sw;
        to += g.sw << 2;
        from += 4;
        if (((j + 1) & (nr - 1)) == 0) from += columnStep;
      }
      t = 0;
      a += g.sh;
    }
  }
}
