import { bytes } from "../common/bytes.wasm";

@unmanaged
class CountRecord {
  /** Elements of x. */
  n: i32;
  /** Elements that make up a part. */
  part: i32;
}

/** counts[part] = how many elements of the part are NaN or infinite, as a whole number. Unit: a part. */
export function countNonFinite(counts: usize, x: usize, g: CountRecord, begin: i32, end: i32): void {
  for (let part = begin; part < end; part++) {
    const first = part * g.part;
    const count = countRange(x + bytes(first), min(g.part, g.n - first));
    store<i32>(counts + bytes(part), count);
  }
}

function countRange(x: usize, n: i32): i32 {
  let count0 = i32x4.splat(0);
  let count1 = i32x4.splat(0);
  let i = 0;
  for (; i <= n - 8; i += 8) {
    const x0 = v128.load(x + bytes(i));
    const x1 = v128.load(x + bytes(i), 16);
    count0 = i32x4.sub(count0, isNonFinite(x0));
    count1 = i32x4.sub(count1, isNonFinite(x1));
  }
  const counts = i32x4.add(count0, count1);
  let count = i32x4.extract_lane(counts, 0) + i32x4.extract_lane(counts, 1);
  count += i32x4.extract_lane(counts, 2) + i32x4.extract_lane(counts, 3);
  for (; i < n; i++) count -= i32x4.extract_lane(isNonFinite(v128.load32_splat(x + bytes(i))), 0);
  return count;
}

/** −1 where the exponent's bits are all ones.
 *  @inline */
function isNonFinite(x: v128): v128 {
  const exponent = i32x4.splat(0x7f800000);
  return i32x4.eq(v128.and(x, exponent), exponent);
}

@unmanaged
class TotalRecord {
  parts: i32;
}

/** out[0] = Σ counts[part]. One unit in all. */
export function totalCount(out: usize, counts: usize, g: TotalRecord, _begin: i32, _end: i32): void {
  let total = 0;
  for (let part = 0; part < g.parts; part++) total += load<i32>(counts + bytes(part));
  store<f32>(out, <f32>total);
}
