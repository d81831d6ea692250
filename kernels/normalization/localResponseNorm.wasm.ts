import { loadLanes } from "../common/lanes.wasm";
import { bytes } from "../common/bytes.wasm";
import { AnyBeta, Half, ThreeQuarters, Whole } from "./responsePowers.wasm";
import { ResponseRecord, Squares, sumWindows } from "./responseWindows.wasm";
import { storeLanes } from "../common/simd.wasm";

/** out = x · d^−β, with d = k + scale · Σ x² over the element's window; see ResponseRecord for the shapes. A unit is a
 *  strip of an image. */
export function localResponseNorm(out: usize, x: usize, scratch: usize, g: ResponseRecord, begin: i32, end: i32): void {
  if (g.beta == 0.75) normalize(changetype<ThreeQuarters>(0), out, x, scratch, g, begin, end);
  else if (g.beta == 0.5) normalize(changetype<Half>(0), out, x, scratch, g, begin, end);
  else if (g.beta == 1) normalize(changetype<Whole>(0), out, x, scratch, g, begin, end);
  else normalize(changetype<AnyBeta>(0), out, x, scratch, g, begin, end);
}

function normalize<P>(p: P, out: usize, x: usize, sums: usize, g: ResponseRecord, begin: i32, end: i32): void {
  memory.fill(sums, 0, 2 * bytes(g.padded()));
  const pitch = bytes(g.columns);
  for (let unit = begin; unit < end; unit++) {
    const first = (unit % g.strips()) * g.strip;
    const columns = min(g.strip, g.columns - first);
    const strip = bytes((unit / g.strips()) * g.rows * g.columns + first);
    for (let i = 0; i < g.rows; i++) {
      sumWindows(changetype<Squares>(0), sums, x + strip, pitch, i - g.up, i + g.down, g.left, columns, g);
      const from = x + strip + <usize>i * pitch;
      const to = out + strip + <usize>i * pitch;
      let j = 0;
      for (; j + 8 <= columns; j += 8) {
        const dLow = g.denominator(v128.load(sums + bytes(j)));
        const dHigh = g.denominator(v128.load(sums + bytes(j), 16));
        const low = f32x4.mul(v128.load(from + bytes(j)), p.power(dLow, g));
        const high = f32x4.mul(v128.load(from + bytes(j), 16), p.power(dHigh, g));
        v128.store(to + bytes(j), low);
        v128.store(to + bytes(j), high, 16);
      }
      for (; j < columns; j += 4) {
        const d = g.denominator(v128.load(sums + bytes(j)));
        const y = f32x4.mul(loadLanes(from + bytes(j), columns - j, d), p.power(d, g));
        storeLanes(to + bytes(j), y, columns - j);
      }
    }
  }
}
