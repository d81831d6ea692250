import { storeBlock } from "./block.wasm";
import { tapOffsets } from "./conv2d.wasm";
import { ConvRecord } from "./convRecord.wasm";
import { packPanel, transposeQuads } from "./pack.wasm";
import { stage } from "./stage.wasm";
import { multiply, tileColumns, tileRows } from "./tile.wasm";

/** The filters' gradient is a product too: dy [k, n·oh·ow] by windows [n·oh·ow, c·kh·kw], summed over the windows of
 *  all images in their order:
 *
 *    out[k, c, u, v] = Σ_{n,i,j} dy[n, k, i, j] · x[n, first + c, i·sh + u·dh − top, j·sw + v·dw − left]
 *
 *  with dy [n, k, oh, ow], x [n, c, h, w], out [k, c / groups, kh, kw], and `first` the first channel of k's group. */

/** dy in panels [oh·ow][mr], image by image. Unit: a panel of a group of an image. */
export function packConv2dGradWeight(to: usize, dy: usize, g: ConvRecord, begin: i32, end: i32): void {
  const mr = tileRows(g.tile);
  const filters = g.k / g.groups;
  const windows = g.oh * g.ow;
  const panels = (filters + mr - 1) / mr;
  for (let unit = begin; unit < end; unit++) {
    const row = (unit % panels) * mr;
    const from = dy + ((((unit / panels) * filters + row) * windows) << 2);
    packPanel(to + ((unit * windows * mr) << 2), from, mr, min(mr, filters - row), windows << 2, 4, windows);
  }
}

/** All of x, staged. Unit: a channel of an image. */
export function stageConv2dGradWeight(to: usize, x: usize, g: ConvRecord, begin: i32, end: i32): void {
  const columns = g.ow + g.reachW;
  const bytes = (g.sh * g.sw * g.stagedRows * columns) << 2;
  const from = x + ((begin * g.h * g.w) << 2);
  stage(to + begin * bytes, from, end - begin, g.h, g.w, g.sh, g.sw, g.top, g.left, g.stagedRows, columns);
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
  const mr = tileRows(g.tile);
  const nr = tileColumns(g.tile);
  const filters = g.k / g.groups;
  const channels = g.c / g.groups;
  const taps = channels * g.kh * g.kw;
  const windows = g.oh * g.ow;
  const panels = (filters + mr - 1) / mr;
  const mBlocks = (filters + g.mBlock - 1) / g.mBlock;
  const nBlocks = (taps + g.nBlock - 1) / g.nBlock;
  const stagedWidth = g.ow + g.reachW;
  const channelBytes = (g.sh * g.sw * g.stagedRows * stagedWidth) << 2;
  const panelsAt = scratch + g.packedAt;
  const c = scratch + g.cAt;
  const blockRows = g.kBlock / g.ow;
  tapOffsets(scratch, channels, stagedWidth, g);
  for (let unit = begin; unit < end; unit++) {
    const tap = (unit % nBlocks) * g.nBlock;
    const row = ((unit / nBlocks) % mBlocks) * g.mBlock;
    const group = unit / (nBlocks * mBlocks);
    const count = min(g.nBlock, taps - tap);
    const rows = min(g.mBlock, filters - row);
    const mTiles = (rows + mr - 1) / mr;
    const nTiles = (count + nr - 1) / nr;
    const offsets = scratch + (tap << 2);
    memory.fill(c, 0, (mTiles * mr * nTiles * nr) << 2);
    for (let image = 0; image < g.n; image++) {
      const plane = staged + (image * g.c + group * channels) * channelBytes;
      const a = packed + ((((image * g.groups + group) * panels + row / mr) * windows * mr) << 2);
      for (let i = 0; i < g.oh; i += blockRows) {
        const height = min(blockRows, g.oh - i);
        packTaps(panelsAt, nr, plane + ((i * stagedWidth) << 2), stagedWidth, offsets, count, height, g.ow);
        const from = a + ((i * g.ow * mr) << 2);
        multiply(g.tile, height * g.ow, from, (windows * mr) << 2, mTiles, panelsAt, nTiles, c);
      }
    }
    const to = out + (((group * filters + row) * taps + tap) << 2);
    storeBlock(to, taps << 2, c, g.tile, rows, count, 0, 0);
  }
}

/** Panels of `nr` taps, [height · width windows][nr]. Quads may overrun a row of windows: the next row comes after it
 *  and writes over. */
function packTaps(
  to: usize,
  nr: i32,
  staged: usize,
  stagedWidth: i32,
  offsets: usize,
  taps: i32,
  height: i32,
  width: i32,
): void {
  const quads = (width + 3) >> 2;
  for (let tap = 0; tap < taps; tap += nr) {
    for (let i = 0; i < height; i++) {
      const row = staged + ((i * stagedWidth) << 2);
      const target = to + ((i * width * nr) << 2);
      for (let lane = 0; lane < nr; lane += 4) {
        const p0 = row + offsetOf(offsets, tap + lane, taps);
        const p1 = row + offsetOf(offsets, tap + lane + 1, taps);
        const p2 = row + offsetOf(offsets, tap + lane + 2, taps);
        const p3 = row + offsetOf(offsets, tap + lane + 3, taps);
        transposeQuads(target + (lane << 2), nr, p0, p1, p2, p3, quads);
      }
    }
    to += (height * width * nr) << 2;
  }
}

/** Lanes beyond the last tap read the last one: what they make is not stored.
 *  @inline */
function offsetOf(offsets: usize, tap: i32, taps: i32): u32 {
  return load<u32>(offsets + (min(tap, taps - 1) << 2));
}
