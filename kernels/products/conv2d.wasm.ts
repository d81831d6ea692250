import { bytes } from "../common/bytes.wasm";
import { Optional } from "../common/optional.wasm";
import { storeBlock } from "./block.wasm";
import { ConvRecord } from "./convRecord.wasm";
import { packPanel } from "./pack.wasm";
import { multiplyWindows } from "./windows.wasm";

/** A convolution is a product: filters [k, c·kh·kw] by windows [c·kh·kw, oh·ow], one image and group at a time:
 *
 *    out[n, k, i, j] = bias[k] + Σ_{c,u,v} w[k, c, u, v] · x[n, first + c, i·sh + u·dh − top, j·sw + v·dw − left]
 *
 *  with x [n, c, h, w], w [k, c / groups, kh, kw], out [n, k, oh, ow], and `first` the first channel of k's group. */

/** The filters in panels [c·kh·kw][mr]. Unit: a panel of a group. */
export function packConv2d(to: usize, w: usize, g: ConvRecord, begin: i32, end: i32): void {
  const mr = g.mr;
  const filters = g.k / g.groups;
  const taps = g.steps;
  const panels = g.panels;
  for (let unit = begin; unit < end; unit++) {
    const row = (unit % panels) * mr;
    const from = w + bytes(((unit / panels) * filters + row) * taps);
    packPanel(to + unit * g.panelBytes, from, mr, min(mr, filters - row), bytes(taps), 4, taps);
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
  const filters = g.k / g.groups;
  const channels = g.c / g.groups;
  const windows = g.oh * g.ow;
  tapOffsets(scratch, channels, g);
  for (let unit = begin; unit < end; unit++) {
    const image = g.product(unit) / g.groups;
    const group = g.product(unit) % g.groups;
    const plane = x + bytes((image * g.c + group * channels) * g.h * g.w);
    multiplyWindows(scratch, packed + group * g.panels * g.panelBytes, plane, channels, unit, g);
    const filter = group * filters + g.firstRow(unit);
    const to = out + bytes((image * g.k + filter) * windows + g.firstColumn(unit));
    storeBlock(to, bytes(windows), bias != 0 ? bias + bytes(filter) : 0, 0, scratch, unit, g);
  }
}

/** Where each tap's first window lies within the staged image, in bytes. */
export function tapOffsets(to: usize, channels: i32, g: ConvRecord): void {
  const plane = g.stagedRows * g.stagedColumns;
  for (let channel = 0; channel < channels; channel++) {
    for (let u = 0; u < g.kh; u++) {
      const row = (u * g.dh) / g.sh;
      const r = (u * g.dh) % g.sh;
      for (let v = 0; v < g.kw; v++) {
        const column = (v * g.dw) / g.sw;
        const s = (v * g.dw) % g.sw;
        store<i32>(to, bytes(((channel * g.sh + r) * g.sw + s) * plane + row * g.stagedColumns + column));
        to += 4;
      }
    }
  }
}
