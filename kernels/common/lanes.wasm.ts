/** Loads the first `count` lanes, 1 to 4, and takes the others from `rest`: nothing is read past a buffer's end.
 *  @inline */
export function loadLanes(from: usize, count: i32, rest: v128): v128 {
  if (count >= 4) return v128.load(from);
  let v = v128.load32_lane(from, rest, 0);
  if (count > 1) v = v128.load32_lane(from, v, 1, 4);
  if (count > 2) v = v128.load32_lane(from, v, 2, 8);
  return v;
}
