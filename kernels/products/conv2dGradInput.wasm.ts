import { bytes } from "../common/bytes.wasm";
import { storeBlock } from "./block.wasm";
import { ConvRecord, shiftAt } from "./convRecord.wasm";
import { multiplyWindows } from "./windows.wasm";

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
  const mr = g.mr;
  const filters = g.k / g.groups;
  const panels = g.panels;
  const panelBytes = g.panelBytes;
  const filterBytes = bytes((g.c / g.groups) * g.kh * g.kw);
  const stepBytes = bytes(g.shiftsH * g.shiftsW * mr);
  for (let unit = begin; unit < end; unit++) {
    const panel = to + unit * panelBytes;
    memory.fill(panel, 0, panelBytes);
    const group = w + (unit / panels) * filters * filterBytes;
    const first = (unit % panels) * mr;
    const lanes = min(mr, g.rows - first);
    for (let lane = 0; lane < lanes; lane++) {
      const row = first + lane;
      const s = row % g.sw;
      const r = (row / g.sw) % g.sh;
      const plane = group + bytes((row / (g.sw * g.sh)) * g.kh * g.kw);
      for (let i = 0; i < g.shiftsH; i++) {
        const u = tapAt(shiftAt(i, g.dh, g.sh) * g.sh + r, g.dh, g.kh);
        if (u < 0) continue;
        for (let j = 0; j < g.shiftsW; j++) {
          const v = tapAt(shiftAt(j, g.dw, g.sw) * g.sw + s, g.dw, g.kw);
          if (v < 0) continue;
          let from = plane + bytes(u * g.kw + v);
          let target = panel + bytes((i * g.shiftsW + j) * mr + lane);
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
  const filters = g.k / g.groups;
  const channels = g.c / g.groups;
  const plane = bytes(g.h * g.w);
  shiftOffsets(scratch, filters, g);
  for (let unit = begin; unit < end; unit++) {
    const image = g.product(unit) / g.groups;
    const group = g.product(unit) % g.groups;
    const from = dy + bytes((image * g.k + group * filters) * g.oh * g.ow);
    multiplyWindows(scratch, packed + group * g.panels * g.panelBytes, from, filters, unit, g);
    const to = out + (image * g.c + group * channels) * plane;
    if (g.sh == 1 && g.sw == 1) {
      storeBlock(to + g.firstRow(unit) * plane + bytes(g.firstColumn(unit)), plane, 0, 0, scratch, unit, g);
    } else {
      storePhases(to, scratch + g.cAt, unit, g);
    }
  }
}

/** Where each step's first place lies within the staged image, in bytes. */
function shiftOffsets(to: usize, filters: i32, g: ConvRecord): void {
  const plane = g.stagedRows * g.stagedColumns;
  for (let filter = 0; filter < filters; filter++) {
    for (let i = 0; i < g.shiftsH; i++) {
      const row = g.reachH - shiftAt(i, g.dh, g.sh);
      for (let j = 0; j < g.shiftsW; j++) {
        const column = g.reachW - shiftAt(j, g.dw, g.sw);
        store<i32>(to, bytes(filter * plane + row * g.stagedColumns + column));
        to += 4;
      }
    }
  }
}

/** Puts each (c, r, s; q, t) of a unit's block where it belongs: row sh·q + r − top, column sw·t + s − left of channel c.
 *  The places begin at q = ⌊top / sh⌋, t = ⌊left / sw⌋, with the input's first row and column. */
function storePhases(out: usize, block: usize, unit: i32, g: ConvRecord): void {
  const nr = g.nr;
  const firstRow = g.firstRow(unit);
  const rows = g.rowCount(unit);
  const first = g.firstColumn(unit);
  const count = g.columnCount(unit);
  const columns = g.windowColumns;
  const columnStep = bytes((g.mTiles(unit) * g.mr - 1) * nr);
  for (let i = 0; i < rows; i++) {
    const row = firstRow + i;
    const s = row % g.sw;
    const r = (row / g.sw) % g.sh;
    const plane = out + bytes((row / (g.sw * g.sh)) * g.h * g.w);
    let from = block + bytes(i * nr);
    let a = (g.top / g.sh + first / columns) * g.sh + r - g.top;
    let t = first % columns;
    for (let j = 0; j < count; ) {
      const end = min(count, j + columns - t);
      let b = (g.left / g.sw + t) * g.sw + s - g.left;
      let to = plane + bytes(a * g.w + b);
      const width = a >= 0 && a < g.h ? g.w : 0;
      for (; j < end; j++) {
        if (<u32>b < <u32>width) store<f32>(to, load<f32>(from));
        b += g.sw;
        to += bytes(g.sw);
        from += 4;
        if (((j + 1) & (nr - 1)) == 0) from += columnStep;
      }
      t = 0;
      a += g.sh;
    }
  }
}
