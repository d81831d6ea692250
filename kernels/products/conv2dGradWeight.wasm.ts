import { bytes } from "../common/bytes.wasm";
import { storeBlock } from "./block.wasm";
import { tapOffsets } from "./conv2d.wasm";
import { ConvRecord } from "./convRecord.wasm";
import { packPanel, transposeQuads } from "./pack.wasm";
import { stage } from "./stage.wasm";
import { multiply } from "./tile.wasm";

/** The filters' gradient is a product too: dy [k, n·oh·ow] by windows [n·oh·ow, c·kh·kw], summed over the windows of
 *  all images in their order:
 *
 *    out[k, c, u, v] = Σ_{n,i,j} dy[n, k, i, j] · x[n, first + c, i·sh + u·dh − top, j·sw + v·dw − left]
 *
 *  with dy [n, k, oh, ow], x [n, c, h, w], out [k, c / groups, kh, kw], and `first` the first channel of k's group. */

/** dy in panels [oh·ow][mr], image by image. Unit: a panel of a group of an image. */
export function packConv2dGradWeight(to: usize, dy: usize, g: ConvRecord, begin: i32, end: i32): void {
  const mr = g.mr;
  const windows = g.oh * g.ow;
  const panels = g.panels;
  for (let unit = begin; unit < end; unit++) {
    const row = (unit % panels) * mr;
    const from = dy + bytes(((unit / panels) * g.rows + row) * windows);
    packPanel(to + unit * bytes(windows * mr), from, mr, min(mr, g.rows - row), bytes(windows), 4, windows);
  }
}

/** All of x, staged. Unit: a channel of an image. */
export function stageConv2dGradWeight(to: usize, x: usize, g: ConvRecord, begin: i32, end: i32): void {
  stage(to + begin * stagedBytes(g), x + bytes(begin * g.h * g.w), end - begin, 0, g);
}

/** Bytes of a staged channel.
 *  @inline */
function stagedBytes(g: ConvRecord): usize {
  return bytes(g.sh * g.sw * g.stagedRows * g.stagedColumns);
}

/** out = dy · windows. Unit: mBlock filters by nBlock taps of a group, over all images. */
export function conv2dGradWeight(
  out: usize,
  packed: usize,
  staged: usize,
  scratch: usize,
  g: ConvRecord,
  begin: i32,
  end: i32,
): void {
  const mr = g.mr;
  const channels = g.c / g.groups;
  const panelBytes = bytes(g.oh * g.ow * mr);
  const panelsOfB = scratch + g.packedAt;
  const c = scratch + g.cAt;
  const blockRows = g.kBlock / g.ow;
  tapOffsets(scratch, channels, g);
  for (let unit = begin; unit < end; unit++) {
    const group = g.product(unit);
    const row = g.firstRow(unit);
    const tap = g.firstColumn(unit);
    const taps = g.columnCount(unit);
    const mTiles = g.mTiles(unit);
    const nTiles = g.nTiles(unit);
    memory.fill(c, 0, bytes(mTiles * mr * nTiles * g.nr));
    for (let image = 0; image < g.n; image++) {
      const plane = staged + (image * g.c + group * channels) * stagedBytes(g);
      const a = packed + ((image * g.groups + group) * g.panels + row / mr) * panelBytes;
      for (let i = 0; i < g.oh; i += blockRows) {
        const height = min(blockRows, g.oh - i);
        packTaps(panelsOfB, plane + bytes(i * g.stagedColumns), scratch + bytes(tap), taps, height, g);
        multiply(g.tile, height * g.ow, a + bytes(i * g.ow * mr), panelBytes, mTiles, panelsOfB, nTiles, c);
      }
    }
    const to = out + bytes((group * g.rows + row) * g.columns + tap);
    storeBlock(to, bytes(g.columns), 0, 0, scratch, unit, g);
  }
}

/** Panels of nr taps, [height · ow windows][nr]. Quads may overrun a row of windows: the next row comes after it and
 *  writes over.
 *  @param staged from the first row of windows on.
 *  @param offsets of the `taps` taps. */
function packTaps(to: usize, staged: usize, offsets: usize, taps: i32, height: i32, g: ConvRecord): void {
  const nr = g.nr;
  const width = g.ow;
  const stagedColumns = g.stagedColumns;
  const quads = (width + 3) >> 2;
  for (let tap = 0; tap < taps; tap += nr) {
    for (let i = 0; i < height; i++) {
      const row = staged + bytes(i * stagedColumns);
      const target = to + bytes(i * width * nr);
      for (let lane = 0; lane < nr; lane += 4) {
        const p0 = row + offsetOf(offsets, tap + lane, taps);
        const p1 = row + offsetOf(offsets, tap + lane + 1, taps);
        const p2 = row + offsetOf(offsets, tap + lane + 2, taps);
        const p3 = row + offsetOf(offsets, tap + lane + 3, taps);
        transposeQuads(target + bytes(lane), nr, p0, p1, p2, p3, quads);
      }
    }
    to += bytes(height * width * nr);
  }
}

/** Lanes beyond the last tap read the last one: what they make is not stored.
 *  @inline */
function offsetOf(offsets: usize, tap: i32, taps: i32): u32 {
  return load<u32>(offsets + bytes(min(tap, taps - 1)));
}
