import { storeBlock } from "./block.wasm";
import { Optional } from "../shared/optional.wasm";
import { ConvRecord } from "./convRecord.wasm";
import { packWindows } from "./im2col.wasm";
import { packPanel } from "./pack.wasm";
import { stage } from "./stage.wasm";
import { multiply, tileColumns, tileRows } from "./tile.wasm";

/** A convolution is a product: filters [k, c·kh·kw] by windows [c·kh·kw, oh·ow], one image and group at a time:
 *
 *    out[n, k, i, j] = bias[k] + Σ_{c,u,v} w[k, c, u, v] · x[n, first + c, i·sh + u·dh − top, j·sw + v·dw − left]
 *
 *  with x [n, c, h, w], w [k, c / groups, kh, kw], out [n, k, oh, ow], and `first` the first channel of k's group. */

/** The filters in panels [c·kh·kw][mr]. Unit: a panel of a group. */
export function packConv2d(to: usize, w: usize, g: ConvRecord, begin: i32, end: i32): void {
  const mr = tileRows(g.tile);
  const filters = g.k / g.groups;
  const taps = (g.c / g.groups) * g.kh * g.kw;
  const panels = (filters + mr - 1) / mr;
  for (let unit = begin; unit < end; unit++) {
    const row = (unit % panels) * mr;
    const from = w + ((((unit / panels) * filters + row) * taps) << 2);
    packPanel(to + ((unit * taps * mr) << 2), from, mr, min(mr, filters - row), taps << 2, 4, taps);
  }
}

/** out = filters · windows + bias, with the filters as `packConv2d` left them. Unit: mBlock filters over nBlock windows
 *  of an image. */
export function conv2d(
  out: usize,
  x: usize,
  packed: usize,
  bias: Optional,
  scratch: usize,
  g: ConvRecord,
  begin: i32,
  end: i32,
): void {
  const mr = tileRows(g.tile);
  const nr = tileColumns(g.tile);
  const filters = g.k / g.groups;
  const channels = g.c / g.groups;
  const taps = channels * g.kh * g.kw;
  const windows = g.oh * g.ow;
  const panels = (filters + mr - 1) / mr;
  const mBlocks = (filters + g.mBlock - 1) / g.mBlock;
  const nBlocks = (windows + g.nBlock - 1) / g.nBlock;
  const panelBytes = (taps * mr) << 2;
  const stagedWidth = g.ow + g.reachW;
  const staged = scratch + g.stagedAt;
  const c = scratch + g.cAt;
  tapOffsets(scratch, channels, stagedWidth, g);
  for (let unit = begin; unit < end; unit++) {
    const first = (unit % nBlocks) * g.nBlock;
    const row = ((unit / nBlocks) % mBlocks) * g.mBlock;
    const group = (unit / (nBlocks * mBlocks)) % g.groups;
    const image = unit / (nBlocks * mBlocks * g.groups);
    const count = min(g.nBlock, windows - first);
    const rows = min(g.mBlock, filters - row);
    const mTiles = (rows + mr - 1) / mr;
    const nTiles = (count + nr - 1) / nr;
    const firstRow = first / g.ow;
    const plane = x + (((image * g.c + group * channels) * g.h * g.w) << 2);
    const top = g.top - firstRow * g.sh;
    stage(staged, plane, channels, g.h, g.w, g.sh, g.sw, top, g.left, g.stagedRows, stagedWidth);
    memory.fill(c, 0, (mTiles * mr * nTiles * nr) << 2);
    const a = packed + (group * panels + row / mr) * panelBytes;
    for (let k = 0; k < taps; k += g.kBlock) {
      const kc = min(g.kBlock, taps - k);
      const to = scratch + g.packedAt;
      packWindows(to, g.tile, staged, stagedWidth, scratch + (k << 2), kc, first, count, g.ow, firstRow);
      multiply(g.tile, kc, a + ((k * mr) << 2), panelBytes, mTiles, to, nTiles, c);
    }
    const filter = group * filters + row;
    const to = out + (((image * g.k + filter) * windows + first) << 2);
    storeBlock(to, windows << 2, c, g.tile, rows, count, bias != 0 ? bias + (filter << 2) : 0, 0);
  }
}

/** Where each tap's first window lies within the staged image, in bytes. */
export function tapOffsets(to: usize, channels: i32, stagedWidth: i32, g: ConvRecord): void {
  const plane = g.stagedRows * stagedWidth;
  for (let channel = 0; channel < channels; channel++) {
    for (let u = 0; u < g.kh; u++) {
      const row = (u * g.dh) / g.sh;
      const r = (u * g.dh) % g.sh;
      for (let v = 0; v < g.kw; v++) {
        const column = (v * g.dw) / g.sw;
        const s = (v * g.dw) % g.sw;
        store<i32>(to, (((channel * g.sh + r) * g.sw + s) * plane + row * stagedWidth + column) << 2);
        to += 4;
      }
    }
  }
}
