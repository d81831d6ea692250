import { loadLanes } from "../common/lanes.wasm";
import { bytes } from "../common/bytes.wasm";
import { AnyBeta, Half, ThreeQuarters, Whole } from "./responsePowers.wasm";
import { ResponseRecord, Squares, sumWindows, Values } from "./responseWindows.wasm";
import { madd, storeLanes } from "../common/simd.wasm";

/** out = dy · d^−β − slope · x · Σ cross, with cross = dy · x · d^(−β−1), over the window turned round; d as in the
 *  forward pass. A unit is a strip of an image, of which the scratch holds cross, so that each d is computed once. */
export function localResponseNormGrad(
  out: usize,
  dy: usize,
  x: usize,
  scratch: usize,
  g: ResponseRecord,
  begin: i32,
  end: i32,
): void {
  if (g.beta == 0.75) gradient(changetype<ThreeQuarters>(0), out, dy, x, scratch, g, begin, end);
  else if (g.beta == 0.5) gradient(changetype<Half>(0), out, dy, x, scratch, g, begin, end);
  else if (g.beta == 1) gradient(changetype<Whole>(0), out, dy, x, scratch, g, begin, end);
  else gradient(changetype<AnyBeta>(0), out, dy, x, scratch, g, begin, end);
}

function gradient<P>(
  p: P,
  out: usize,
  dy: usize,
  x: usize,
  sums: usize,
  g: ResponseRecord,
  begin: i32,
  end: i32,
): void {
  memory.fill(sums, 0, 2 * bytes(g.padded()));
  const cross = sums + 2 * bytes(g.padded());
  const crossPitch = bytes((g.strip + 3) & ~3);
  const pitch = bytes(g.columns);
  for (let unit = begin; unit < end; unit++) {
    const first = (unit % g.strips()) * g.strip;
    const columns = min(g.strip, g.columns - first);
    const strip = bytes((unit / g.strips()) * g.rows * g.columns + first);
    for (let i = 0; i < g.rows; i++) {
      sumWindows(changetype<Squares>(0), sums, x + strip, pitch, i - g.up, i + g.down, g.left, columns, g);
      const row = strip + <usize>i * pitch;
      firstTerm(p, out + row, cross + <usize>i * crossPitch, dy + row, x + row, sums, columns, g);
    }
    for (let i = 0; i < g.rows; i++) {
      sumWindows(changetype<Values>(0), sums, cross, crossPitch, i - g.down, i + g.up, g.right, columns, g);
      const row = strip + <usize>i * pitch;
      secondTerm(out + row, x + row, sums, columns, g);
    }
  }
}

/** out = dy · d^−β, and cross.
 *  @inline */
function firstTerm<P>(
  p: P,
  out: usize,
  cross: usize,
  dy: usize,
  x: usize,
  sums: usize,
  columns: i32,
  g: ResponseRecord,
): void {
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    const dLow = g.denominator(v128.load(sums + bytes(j)));
    const dHigh = g.denominator(v128.load(sums + bytes(j), 16));
    const low = f32x4.mul(v128.load(dy + bytes(j)), p.power(dLow, g));
    const high = f32x4.mul(v128.load(dy + bytes(j), 16), p.power(dHigh, g));
    const crossLow = f32x4.div(f32x4.mul(low, v128.load(x + bytes(j))), dLow);
    const crossHigh = f32x4.div(f32x4.mul(high, v128.load(x + bytes(j), 16)), dHigh);
    v128.store(out + bytes(j), low);
    v128.store(out + bytes(j), high, 16);
    v128.store(cross + bytes(j), crossLow);
    v128.store(cross + bytes(j), crossHigh, 16);
  }
  for (; j < columns; j += 4) {
    const d = g.denominator(v128.load(sums + bytes(j)));
    const term = f32x4.mul(loadLanes(dy + bytes(j), columns - j, d), p.power(d, g));
    storeLanes(out + bytes(j), term, columns - j);
    v128.store(cross + bytes(j), f32x4.div(f32x4.mul(term, loadLanes(x + bytes(j), columns - j, d)), d));
  }
}

/** out −= slope · x · sum.
 *  @inline */
function secondTerm(out: usize, x: usize, sums: usize, columns: i32, g: ResponseRecord): void {
  const slope = f32x4.splat(-g.slope);
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    const low = f32x4.mul(slope, v128.load(x + bytes(j)));
    const high = f32x4.mul(slope, v128.load(x + bytes(j), 16));
    const outLow = madd(low, v128.load(sums + bytes(j)), v128.load(out + bytes(j)));
    const outHigh = madd(high, v128.load(sums + bytes(j), 16), v128.load(out + bytes(j), 16));
    v128.store(out + bytes(j), outLow);
    v128.store(out + bytes(j), outHigh, 16);
  }
  for (; j < columns; j += 4) {
    const scaled = f32x4.mul(slope, loadLanes(x + bytes(j), columns - j, slope));
    const term = madd(scaled, v128.load(sums + bytes(j)), loadLanes(out + bytes(j), columns - j, slope));
    storeLanes(out + bytes(j), term, columns - j);
  }
}
