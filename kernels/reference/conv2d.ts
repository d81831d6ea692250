import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import type { Floats } from "../../src/devices/device.ts";

/** Visits every weight of every image once. Weight `tap` links output element (i, j) of the plane at `y` with the
 *  input element at `x` + i·sh·w + j·sw, for i in [i0, i1) and j in [j0, j1): where that falls inside the image. */
function forEachTap(
  g: Conv2dGeometry,
  visit: (tap: number, y: number, x: number, i0: number, i1: number, j0: number, j1: number) => void,
): void {
  const channels = g.c / g.groups;
  const filters = g.k / g.groups;
  const inside = (start: number, stride: number, size: number, windows: number): [first: number, end: number] => [
    Math.max(0, Math.ceil(-start / stride)),
    Math.min(windows, Math.ceil((size - start) / stride)),
  ];
  for (let n = 0; n < g.n; n++) {
    for (let k = 0; k < g.k; k++) {
      const y = (n * g.k + k) * g.oh * g.ow;
      for (let c = 0; c < channels; c++) {
        const image = (n * g.c + Math.floor(k / filters) * channels + c) * g.h * g.w;
        for (let u = 0; u < g.kh; u++) {
          const top = u * g.dh - g.top;
          const [i0, i1] = inside(top, g.sh, g.h, g.oh);
          for (let v = 0; v < g.kw; v++) {
            const left = v * g.dw - g.left;
            const [j0, j1] = inside(left, g.sw, g.w, g.ow);
            visit(((k * channels + c) * g.kh + u) * g.kw + v, y, image + top * g.w + left, i0, i1, j0, j1);
          }
        }
      }
    }
  }
}

// Sums are kept in double precision, and rounded once.

export function conv2d(out: Floats, x: Floats, w: Floats, bias: Floats | null, g: Conv2dGeometry): void {
  const plane = g.oh * g.ow;
  const sums = new Float64Array(out.length);
  if (bias !== null) for (let i = 0; i < sums.length; i++) sums[i] = bias[Math.floor(i / plane) % g.k]!;
  forEachTap(g, (tap, y, image, i0, i1, j0, j1) => {
    const weight = w[tap]!;
    for (let i = i0; i < i1; i++) {
      const row = y + i * g.ow;
      const from = image + i * g.sh * g.w;
      for (let j = j0; j < j1; j++) sums[row + j]! += weight * x[from + j * g.sw]!;
    }
  });
  out.set(sums);
}

export function conv2dGradInput(out: Floats, dy: Floats, w: Floats, g: Conv2dGeometry): void {
  const sums = new Float64Array(out.length);
  forEachTap(g, (tap, y, image, i0, i1, j0, j1) => {
    const weight = w[tap]!;
    for (let i = i0; i < i1; i++) {
      const row = y + i * g.ow;
      const to = image + i * g.sh * g.w;
      for (let j = j0; j < j1; j++) sums[to + j * g.sw]! += weight * dy[row + j]!;
    }
  });
  out.set(sums);
}

export function conv2dGradWeight(out: Floats, dy: Floats, x: Floats, g: Conv2dGeometry): void {
  const sums = new Float64Array(out.length);
  forEachTap(g, (tap, y, image, i0, i1, j0, j1) => {
    let total = 0;
    for (let i = i0; i < i1; i++) {
      const row = y + i * g.ow;
      const from = image + i * g.sh * g.w;
      for (let j = j0; j < j1; j++) total += dy[row + j]! * x[from + j * g.sw]!;
    }
    sums[tap]! += total;
  });
  out.set(sums);
}
