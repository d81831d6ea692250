import { Pair, Single } from "../common/doubles.wasm";
import { bytes } from "../common/bytes.wasm";
import { ReductionRecord } from "./reduction.wasm";

const pair = changetype<Pair>(0);
const single = changetype<Single>(0);

/** Folds each output's elements of x into one number; some folds need a second array of x's shape, or each output's
 *  mean or variance. A unit is an output in runs, else a block of 16 outputs side by side. A fold works on two doubles
 *  at a time:
 *
 *    start()                                what no elements give
 *    center(lanes, mean)                    read once for an output
 *    fold(lanes, result, x, y, center)      with one more element, at x and y
 *    join(a, b)                             two results
 *    finish(lanes, result, constant, variance) */
export function reduce<F>(
  f: F,
  out: usize,
  x: usize,
  y: usize,
  mean: usize,
  variance: usize,
  g: ReductionRecord,
  begin: i32,
  end: i32,
): void {
  const blocks = (g.width + 15) >> 4;
  for (let unit = begin; unit < end; unit++) {
    const run = unit / blocks;
    const first = (unit % blocks) << 4;
    const count = min(16, g.width - first);
    let from = x + bytes(g.kept.aOffset(run)) + bytes(first);
    let to = bytes(run * g.width + first);
    if (g.inRuns) {
      foldRuns(f, out + to, from, y - x, mean + to, variance + to, g);
    } else if (count == 16) {
      foldBlock(f, out + to, from, y - x, mean + to, variance + to, g);
    } else {
      for (let left = count; left > 1; left -= 2, to += 8, from += 8) {
        foldColumn(f, pair, out + to, from, y - x, mean + to, variance + to, g);
      }
      if (count & 1) foldColumn(f, single, out + to, from, y - x, mean + to, variance + to, g);
    }
  }
}

/** One output, as eight partial results that are joined at the end. `y` is the second array's distance from x. */
function foldRuns<F>(f: F, out: usize, x: usize, y: usize, mean: usize, variance: usize, g: ReductionRecord): void {
  const center = f.center(single, mean);
  let s0 = f.start();
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let last = s0;
  for (let repeat = 0; repeat < g.repeats; repeat++) {
    let at = x + bytes(g.reduced.aOffset(repeat));
    let left = g.length;
    for (; left >= 8; left -= 8, at += 32) {
      s0 = f.fold(pair, s0, at, at + y, center);
      s1 = f.fold(pair, s1, at + 8, at + y + 8, center);
      s2 = f.fold(pair, s2, at + 16, at + y + 16, center);
      s3 = f.fold(pair, s3, at + 24, at + y + 24, center);
    }
    for (; left > 1; left -= 2, at += 8) s0 = f.fold(pair, s0, at, at + y, center);
    if (left) last = f.fold(single, last, at, at + y, center);
  }
  const both = f.join(f.join(s0, s1), f.join(s2, s3));
  const result = f.join(f.join(both, v128.shuffle<f64>(both, both, 1, 0)), last);
  single.store(out, f.finish(single, result, f64x2.splat(g.constant), variance));
}

/** One or two neighboring outputs, in row-major order of their elements. */
function foldColumn<F, L>(
  f: F,
  lanes: L,
  out: usize,
  x: usize,
  y: usize,
  mean: usize,
  variance: usize,
  g: ReductionRecord,
): void {
  const center = f.center(lanes, mean);
  let result = f.start();
  for (let repeat = 0; repeat < g.repeats; repeat++) {
    let at = x + bytes(g.reduced.aOffset(repeat));
    for (let left = g.length; left > 0; left--, at += bytes(g.stride)) {
      result = f.fold(lanes, result, at, at + y, center);
    }
  }
  lanes.store(out, f.finish(lanes, result, f64x2.splat(g.constant), variance));
}

/** Sixteen neighboring outputs, in the same order as one. */
function foldBlock<F>(f: F, out: usize, x: usize, y: usize, mean: usize, variance: usize, g: ReductionRecord): void {
  const c0 = f.center(pair, mean);
  const c1 = f.center(pair, mean + 8);
  const c2 = f.center(pair, mean + 16);
  const c3 = f.center(pair, mean + 24);
  const c4 = f.center(pair, mean + 32);
  const c5 = f.center(pair, mean + 40);
  const c6 = f.center(pair, mean + 48);
  const c7 = f.center(pair, mean + 56);
  let s0 = f.start();
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  for (let repeat = 0; repeat < g.repeats; repeat++) {
    let at = x + bytes(g.reduced.aOffset(repeat));
    for (let left = g.length; left > 0; left--, at += bytes(g.stride)) {
      s0 = f.fold(pair, s0, at, at + y, c0);
      s1 = f.fold(pair, s1, at + 8, at + y + 8, c1);
      s2 = f.fold(pair, s2, at + 16, at + y + 16, c2);
      s3 = f.fold(pair, s3, at + 24, at + y + 24, c3);
      s4 = f.fold(pair, s4, at + 32, at + y + 32, c4);
      s5 = f.fold(pair, s5, at + 40, at + y + 40, c5);
      s6 = f.fold(pair, s6, at + 48, at + y + 48, c6);
      s7 = f.fold(pair, s7, at + 56, at + y + 56, c7);
    }
  }
  const constant = f64x2.splat(g.constant);
  pair.store(out, f.finish(pair, s0, constant, variance));
  pair.store(out + 8, f.finish(pair, s1, constant, variance + 8));
  pair.store(out + 16, f.finish(pair, s2, constant, variance + 16));
  pair.store(out + 24, f.finish(pair, s3, constant, variance + 24));
  pair.store(out + 32, f.finish(pair, s4, constant, variance + 32));
  pair.store(out + 40, f.finish(pair, s5, constant, variance + 40));
  pair.store(out + 48, f.finish(pair, s6, constant, variance + 48));
  pair.store(out + 56, f.finish(pair, s7, constant, variance + 56));
}
