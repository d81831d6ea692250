import { bytes } from "../common/bytes.wasm";
import { Optional } from "../common/optional.wasm";
import { madd, storeLanes } from "../common/simd.wasm";
import { tapOffsets } from "./conv2d.wasm";
import { ConvRecord } from "./convRecord.wasm";
import { stage } from "./stage.wasm";

/** Depthwise convolution: each filter reads one channel (groups = c), so there is no product to speak of. Vectors run
 *  over neighboring windows of a staged plane instead. In the formulas c is the channel of filter k, ⌊k · groups / K⌋
 *  of K filters; x [n, c, h, w], w [k, 1, kh, kw], dy and the forward pass's out [n, k, oh, ow]. */

/** out[n, k, i, j] = bias[k] + Σ_{u,v} w[k, u, v] · x[n, c, i·sh + u·dh − top, j·sw + v·dw − left]. Unit: a plane of
 *  the output. */
export function depthwiseConv2d(
  out: usize,
  x: usize,
  w: usize,
  bias: Optional,
  scratch: usize,
  g: ConvRecord,
  begin: i32,
  end: i32,
): void {
  const taps = g.kh * g.kw;
  const columns = g.stagedColumns;
  const staged = scratch + g.stagedAt;
  tapOffsets(scratch, 1, g);
  for (let unit = begin; unit < end; unit++) {
    const filter = unit % g.k;
    const channel = filter / (g.k / g.groups);
    const plane = x + bytes(((unit / g.k) * g.c + channel) * g.h * g.w);
    stage(staged, plane, 1, 0, g);
    const weights = w + bytes(filter * taps);
    const shift = bias != 0 ? v128.load32_splat(bias + bytes(filter)) : f32x4.splat(0);
    let to = out + bytes(unit * g.oh * g.ow);
    for (let i = 0; i < g.oh; i++) {
      for (let j = 0; j < g.ow; j += 4) {
        const from = staged + bytes(i * columns + j);
        let sum = shift;
        for (let tap: usize = 0; tap < bytes(taps); tap += 4) {
          sum = madd(v128.load32_splat(weights + tap), v128.load(from + load<u32>(scratch + tap)), sum);
        }
        storeLanes(to + bytes(j), sum, g.ow - j);
      }
      to += bytes(g.ow);
    }
  }
}

/** out[n, c, a, b] = Σ w[k, u, v] · dy[n, k, i, j] over all with i·sh + u·dh − top = a and j·sw + v·dw − left = b,
 *  phase by phase of the stride, as in conv2dGradInput. Unit: a plane of the input. */
export function depthwiseConv2dGradInput(
  out: usize,
  dy: usize,
  w: usize,
  scratch: usize,
  g: ConvRecord,
  begin: i32,
  end: i32,
): void {
  const filters = g.k / g.groups;
  const columns = g.stagedColumns;
  const plane = bytes(g.stagedRows * columns);
  for (let unit = begin; unit < end; unit++) {
    const first = (unit % g.c) * filters;
    stage(scratch, dy + bytes(((unit / g.c) * g.k + first) * g.oh * g.ow), filters, 0, g);
    const to = out + bytes(unit * g.h * g.w);
    const weights = w + bytes(first * g.kh * g.kw);
    for (let a = 0; a < g.h; a++) {
      const r = (a + g.top) % g.sh;
      const q = (a + g.top) / g.sh + g.zerosTop;
      for (let s = 0; s < g.sw; s++) {
        for (let t = 0; t < g.windowColumns; t += 4) {
          let sum = f32x4.splat(0);
          for (let filter = 0; filter < filters; filter++) {
            const source = scratch + filter * plane;
            for (let u = 0; u < g.kh; u++) {
              if ((u * g.dh) % g.sh != r) continue;
              const row = source + bytes((q - (u * g.dh) / g.sh) * columns + t + g.reachW);
              for (let v = 0; v < g.kw; v++) {
                if ((v * g.dw) % g.sw != s) continue;
                const weight = v128.load32_splat(weights + bytes((filter * g.kh + u) * g.kw + v));
                sum = madd(weight, v128.load(row - bytes((v * g.dw) / g.sw)), sum);
              }
            }
          }
          storePhase(to + bytes(a * g.w), sum, (g.left / g.sw + t) * g.sw + s - g.left, min(4, g.windowColumns - t), g);
        }
      }
    }
  }
}

/** Stores `count` lanes at columns b, b + sw, … where they lie inside the input. */
function storePhase(row: usize, sum: v128, b: i32, count: i32, g: ConvRecord): void {
  for (let lane = 0; lane < count; lane++) {
    if (b >= 0 && b < g.w) store<f32>(row + bytes(b), f32x4.extract_lane(sum, 0));
    sum = v128.shuffle<f32>(sum, sum, 1, 2, 3, 0);
    b += g.sw;
  }
}

/** out[k, u, v] = Σ_{n,i,j} dy[n, k, i, j] · x[n, c, i·sh + u·dh − top, j·sw + v·dw − left], an image's sum in single
 *  precision, that over the images in double. Unit: a filter. */
export function depthwiseConv2dGradWeight(
  out: usize,
  dy: usize,
  x: usize,
  scratch: usize,
  g: ConvRecord,
  begin: i32,
  end: i32,
): void {
  const taps = g.kh * g.kw;
  const columns = g.stagedColumns;
  const staged = scratch + g.stagedAt;
  const sums = scratch + g.packedAt;
  tapOffsets(scratch, 1, g);
  for (let filter = begin; filter < end; filter++) {
    memory.fill(sums, 0, 2 * bytes(taps));
    const channel = filter / (g.k / g.groups);
    for (let image = 0; image < g.n; image++) {
      const plane = x + bytes((image * g.c + channel) * g.h * g.w);
      stage(staged, plane, 1, 0, g);
      const grads = dy + bytes((image * g.k + filter) * g.oh * g.ow);
      for (let tap = 0; tap < taps; tap++) {
        const from = staged + load<u32>(scratch + bytes(tap));
        const sum = sums + 2 * bytes(tap);
        store<f64>(sum, load<f64>(sum) + <f64>dot(grads, from, columns, g));
      }
    }
    for (let tap = 0; tap < taps; tap++) {
      store<f32>(out + bytes(filter * taps + tap), <f32>load<f64>(sums + 2 * bytes(tap)));
    }
  }
}

/** Σ over a plane of dy times the staged plane, `columns` wide. */
function dot(grads: usize, from: usize, columns: i32, g: ConvRecord): f32 {
  let sums = f32x4.splat(0);
  let rest: f32 = 0;
  for (let i = 0; i < g.oh; i++) {
    let j = 0;
    for (; j + 4 <= g.ow; j += 4) sums = madd(v128.load(grads + bytes(j)), v128.load(from + bytes(j)), sums);
    for (; j < g.ow; j++) rest += load<f32>(grads + bytes(j)) * load<f32>(from + bytes(j));
    grads += bytes(g.ow);
    from += bytes(columns);
  }
  const pairs = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1) + rest;
}
