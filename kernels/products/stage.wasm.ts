/** Staging: the part of an image that a unit reads, copied with its border of zeros and sorted by phase, so that
 *  windows next to one another read floats next to one another whatever the stride:
 *
 *    staged[channel][r][s][q][t] = x[channel, (firstRow + q)·sh + r − top, t·sw + s − left], 0 outside
 *
 *  @param x the first channel's plane, h × w. */
export function stage(
  staged: usize,
  x: usize,
  channels: i32,
  h: i32,
  w: i32,
  sh: i32,
  sw: i32,
  top: i32,
  left: i32,
  rows: i32,
  columns: i32,
): void {
  const rowBytes = columns << 2;
  for (let channel = 0; channel < channels; channel++) {
    for (let r = 0; r < sh; r++) {
      for (let s = 0; s < sw; s++) {
        // t runs over [first, end) inside the image.
        const first = max(0, min(columns, (left - s + sw - 1) / sw));
        const end = max(first, min(columns, (w - 1 + left - s + sw) / sw));
        for (let q = 0; q < rows; q++) {
          const row = q * sh + r - top;
          if (row < 0 || row >= h) {
            clear(staged, 0, columns);
          } else {
            clear(staged, 0, first);
            copyRow(staged + (first << 2), x + ((row * w + first * sw + s - left) << 2), end - first, sw);
            clear(staged, end, columns);
          }
          staged += rowBytes;
        }
      }
    }
    x += (h * w) << 2;
  }
}

/** @inline */
function clear(row: usize, begin: i32, end: i32): void {
  for (let i = begin; i < end; i++) store<f32>(row + (i << 2), 0);
}

/** @inline */
function copyRow(to: usize, from: usize, count: i32, stride: i32): void {
  let i = 0;
  if (stride == 1) {
    for (; i + 4 <= count; i += 4) v128.store(to + (i << 2), v128.load(from + (i << 2)));
  }
  const step = stride << 2;
  from += i * step;
  for (; i < count; i++) {
    store<f32>(to + (i << 2), load<f32>(from));
    from += step;
  }
}
