import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import type { Floats } from "../../src/devices/device.ts";

// Window (i, j) of the output takes element (a, b) of the input through tap (u, v) of the filter, where
//
//   a = i·sh + u·dh − top,   b = j·sw + v·dw − left
//
// lie in the input; around it are zeros. Filter k reads the channels of its own group, which is ⌊k / filters⌋.
// Sums are kept in double precision, and rounded once.

/** y[n, k, i, j] = bias[k] + Σ w[k, c, u, v] · x[n, c, a, b] over c, u and v. */
export function conv2d(out: Floats, x: Floats, weight: Floats, bias: Floats | null, g: Conv2dGeometry): void {
  const { h, w, kh, kw, oh, ow, sh, sw, dh, dw, top, left } = g;
  const [channels, filters] = [g.c / g.groups, g.k / g.groups];
  let y = 0;
  for (let n = 0; n < g.n; n++) {
    for (let k = 0; k < g.k; k++) {
      const first = n * g.c + Math.floor(k / filters) * channels;
      for (let i = 0; i < oh; i++) {
        for (let j = 0; j < ow; j++) {
          let sum = bias === null ? 0 : bias[k];
          for (let c = 0; c < channels; c++) {
            for (let u = 0; u < kh; u++) {
              const a = i * sh + u * dh - top;
              if (a < 0 || a >= h) continue;
              const taps = ((k * channels + c) * kh + u) * kw;
              const row = ((first + c) * h + a) * w;
              for (let v = 0; v < kw; v++) {
                const b = j * sw + v * dw - left;
                if (b >= 0 && b < w) sum += weight[taps + v] * x[row + b];
              }
            }
          }
          out[y++] = sum;
        }
      }
    }
  }
}

/** ∂x[n, c, a, b] = Σ w[k, c, u, v] · ∂y[n, k, i, j] over k, u and v. */
export function conv2dGradInput(out: Floats, dy: Floats, weight: Floats, g: Conv2dGeometry): void {
  const { h, w, kh, kw, oh, ow } = g;
  const [channels, filters] = [g.c / g.groups, g.k / g.groups];
  const rows = windowsOver(h, g.top, kh, g.dh, g.sh, oh);
  const columns = windowsOver(w, g.left, kw, g.dw, g.sw, ow);
  let x = 0;
  for (let n = 0; n < g.n; n++) {
    for (let c = 0; c < g.c; c++) {
      const first = Math.floor(c / channels) * filters;
      for (let a = 0; a < h; a++) {
        for (let b = 0; b < w; b++) {
          let sum = 0;
          for (let k = first; k < first + filters; k++) {
            for (const { tap: u, window: i } of rows[a]) {
              const taps = ((k * channels + (c % channels)) * kh + u) * kw;
              const row = ((n * g.k + k) * oh + i) * ow;
              for (const { tap: v, window: j } of columns[b]) sum += weight[taps + v] * dy[row + j];
            }
          }
          out[x++] = sum;
        }
      }
    }
  }
}

/** For each place along an axis, through which tap of which window it is taken. */
function windowsOver(size: number, before: number, taps: number, dilation: number, stride: number, windows: number) {
  return Array.from({ length: size }, (_, place) => {
    const all = Array.from({ length: taps }, (_, tap) => ({ tap, window: (place + before - tap * dilation) / stride }));
    return all.filter(({ window }) => window >= 0 && window < windows && Number.isInteger(window));
  });
}

/** ∂w[k, c, u, v] = Σ ∂y[n, k, i, j] · x[n, c, a, b] over n, i and j, image by image. */
export function conv2dGradWeight(out: Floats, dy: Floats, x: Floats, g: Conv2dGeometry): void {
  const { h, w, kh, kw, oh, ow, sh, sw, dh, dw, top, left } = g;
  const [channels, filters] = [g.c / g.groups, g.k / g.groups];
  let tap = 0;
  for (let k = 0; k < g.k; k++) {
    for (let c = 0; c < channels; c++) {
      for (let u = 0; u < kh; u++) {
        for (let v = 0; v < kw; v++) {
          let sum = 0;
          for (let n = 0; n < g.n; n++) {
            const plane = n * g.c + Math.floor(k / filters) * channels + c;
            let ofImage = 0;
            for (let i = 0; i < oh; i++) {
              const a = i * sh + u * dh - top;
              if (a < 0 || a >= h) continue;
              const windows = ((n * g.k + k) * oh + i) * ow;
              const row = (plane * h + a) * w;
              for (let j = 0; j < ow; j++) {
                const b = j * sw + v * dw - left;
                if (b >= 0 && b < w) ofImage += dy[windows + j] * x[row + b];
              }
            }
            sum += ofImage;
          }
          out[tap++] = sum;
        }
      }
    }
  }
}
