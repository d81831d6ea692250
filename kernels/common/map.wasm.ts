import { bytes } from "./bytes.wasm";
import { storeLanes } from "./simd.wasm";

// A function of four lanes is passed as a value of an `@unmanaged` class with a method `apply`: the compiler knows the
// class and puts the method in place. Where it needs no numbers of its own the value is `changetype<F>(0)`.

/** The first `count` lanes (1 to 4, or more for all four) of elements `step` apart; reads no others.
 *  @inline */
export function gatherLanes(from: usize, step: i32, count: i32): v128 {
  let v = v128.load32_splat(from);
  if (count > 1) v = v128.load32_lane(from + bytes(step), v, 1);
  if (count > 2) v = v128.load32_lane(from + bytes(2 * step), v, 2);
  if (count > 3) v = v128.load32_lane(from + bytes(3 * step), v, 3);
  return v;
}

/** out[i] = f(x[i]) for i in [begin, end).
 *  @inline */
export function map<F>(f: F, out: usize, x: usize, begin: i32, end: i32): void {
  let i = begin;
  for (; i <= end - 8; i += 8) {
    const x0 = v128.load(x + bytes(i));
    const x1 = v128.load(x + bytes(i), 16);
    const y0 = f.apply(x0);
    const y1 = f.apply(x1);
    v128.store(out + bytes(i), y0);
    v128.store(out + bytes(i), y1, 16);
  }
  for (; i < end; i += 4) storeLanes(out + bytes(i), f.apply(v128.load(x + bytes(i))), end - i);
}

/** out[i] = f(a[i · aStep], b[i · bStep]) for i in [0, n): fast where a step is 1 and the other 1 or 0.
 *  @inline */
export function zip<F>(f: F, out: usize, a: usize, b: usize, aStep: i32, bStep: i32, n: i32): void {
  let i = 0;
  if (aStep == 1 && bStep == 1) {
    for (; i <= n - 8; i += 8) {
      const a0 = v128.load(a + bytes(i));
      const a1 = v128.load(a + bytes(i), 16);
      const b0 = v128.load(b + bytes(i));
      const b1 = v128.load(b + bytes(i), 16);
      const y0 = f.apply(a0, b0);
      const y1 = f.apply(a1, b1);
      v128.store(out + bytes(i), y0);
      v128.store(out + bytes(i), y1, 16);
    }
  } else if (aStep == 1 && bStep == 0) {
    const all = v128.load32_splat(b);
    for (; i <= n - 8; i += 8) {
      const a0 = v128.load(a + bytes(i));
      const a1 = v128.load(a + bytes(i), 16);
      const y0 = f.apply(a0, all);
      const y1 = f.apply(a1, all);
      v128.store(out + bytes(i), y0);
      v128.store(out + bytes(i), y1, 16);
    }
  } else if (aStep == 0 && bStep == 1) {
    const all = v128.load32_splat(a);
    for (; i <= n - 8; i += 8) {
      const b0 = v128.load(b + bytes(i));
      const b1 = v128.load(b + bytes(i), 16);
      const y0 = f.apply(all, b0);
      const y1 = f.apply(all, b1);
      v128.store(out + bytes(i), y0);
      v128.store(out + bytes(i), y1, 16);
    }
  }
  zipLanes(f, out, a, b, aStep, bStep, i, n);
}

/** `zip` for i in [begin, n), with any steps and reading no element but its own.
 *  @inline */
export function zipLanes<F>(f: F, out: usize, a: usize, b: usize, aStep: i32, bStep: i32, begin: i32, n: i32): void {
  for (let i = begin; i < n; i += 4) {
    const a0 = gatherLanes(a + bytes(i * aStep), aStep, n - i);
    const b0 = gatherLanes(b + bytes(i * bStep), bStep, n - i);
    storeLanes(out + bytes(i), f.apply(a0, b0), n - i);
  }
}
