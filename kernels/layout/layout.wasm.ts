import { bytes } from "../common/bytes.wasm";
import { gatherLanes } from "../common/map.wasm";
import { storeLanes } from "../common/simd.wasm";
import { Walk, walkRows } from "../common/walk.wasm";

/** out[i] = x[Σ i_d · stride_d]: a walk over out, with the strides of x as a. */
export function strided(out: usize, x: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<GatherRows>(0), out, x, 0, g, begin, end);
}

/** out[Σ i_d · stride_d] = x[i]: a walk over x, with the strides of out as a. */
export function place(out: usize, x: usize, g: Walk, begin: i32, end: i32): void {
  walkRows(changetype<ScatterRows>(0), x, out, 0, g, begin, end);
}

@unmanaged
class GatherRows {
  @inline
  row(out: usize, x: usize, _b: usize, step: i32, _bStep: i32, n: i32): void {
    gather(out, x, step, n);
  }
}

@unmanaged
class ScatterRows {
  row(x: usize, out: usize, _b: usize, step: i32, _bStep: i32, n: i32): void {
    if (step == 1) gather(out, x, 1, n);
    else for (let i = 0; i < n; i++) store<f32>(out + bytes(i * step), load<f32>(x + bytes(i)));
  }
}

/** out[i] = x[i · step] for i in [0, n). */
export function gather(out: usize, x: usize, step: i32, n: i32): void {
  if (step == 0) {
    repeat(out, load<f32>(x), n);
    return;
  }
  let i = 0;
  if (step == 1) {
    for (; i <= n - 8; i += 8) {
      const low = v128.load(x + bytes(i));
      const high = v128.load(x + bytes(i), 16);
      v128.store(out + bytes(i), low);
      v128.store(out + bytes(i), high, 16);
    }
  }
  for (; i < n; i += 4) storeLanes(out + bytes(i), gatherLanes(x + bytes(i * step), step, n - i), n - i);
}

/** out[i] = value for i in [0, n). */
export function repeat(out: usize, value: f32, n: i32): void {
  const all = f32x4.splat(value);
  let i = 0;
  for (; i <= n - 8; i += 8) {
    v128.store(out + bytes(i), all);
    v128.store(out + bytes(i), all, 16);
  }
  for (; i < n; i += 4) storeLanes(out + bytes(i), all, n - i);
}
