import type { Sizes } from "./conv2d.gpu.ts";
import { tiledProduct } from "./tiles.wgsl.ts";

// A convolution is a product for each group, whose matrices are never written: their elements are found where they lie.

/** x at image n, channel c, and the pixel that tap (u, v) of window (i, j) covers; 0 in the border. */
function pixel({ c, h, w, sh, sw, dh, dw, top, left }: Sizes, input: string): string {
  return `fn pixel(n : i32, c : i32, i : i32, j : i32, u : i32, v : i32) -> f32 {
  let row = i * ${sh} + u * ${dh} - ${top};
  let column = j * ${sw} + v * ${dw} - ${left};
  if (row < 0 || row >= ${h} || column < 0 || column >= ${w}) { return 0.0; }
  return ${input}[((n * ${c} + c) * ${h} + row) * ${w} + column];
}`;
}

/** Filters × (images · windows), summed over taps (c, u, v). */
export function conv2dTiled(sizes: Sizes & { readonly hasBias: number }): string {
  const { n, k, kh, kw, oh, ow, channels, filters, hasBias } = sizes;
  const plane = oh * ow;
  const taps = channels * kh * kw;
  return tiledProduct({
    m: filters,
    n: n * plane,
    inputs: 3,
    left: `fn left(z : i32, row : i32, l : i32) -> f32 {
  return args1[(z * ${filters} + row) * ${taps} + l];
}`,
    right: `${pixel(sizes, "args0")}
fn right(z : i32, l : i32, column : i32) -> f32 {
  let window = column % ${plane};
  let tap = l % ${kh * kw};
  return pixel(column / ${plane}, z * ${channels} + l / ${kh * kw}, window / ${ow}, window % ${ow}, tap / ${kw}, tap % ${kw});
}`,
    leftAlongK: true,
    rightAlongK: false,
    store: `fn store(z : i32, row : i32, column : i32, total : f32) {
  let k = z * ${filters} + row;
  result[((column / ${plane}) * ${k} + k) * ${plane} + column % ${plane}] = total${hasBias ? " + args2[k]" : ""};
}`,
    begin: "0",
    end: `${taps}`,
  });
}

/** Channels × (images · pixels), summed over filters and their taps (k, u, v). */
export function conv2dGradInputTiled(sizes: Sizes): string {
  const { n, c, h, w, k, kh, kw, oh, ow, sh, sw, dh, dw, top, left, channels, filters } = sizes;
  const plane = h * w;
  const taps = kh * kw;
  return tiledProduct({
    m: channels,
    n: n * plane,
    inputs: 2,
    left: `fn left(z : i32, row : i32, l : i32) -> f32 {
  return args1[((z * ${filters} + l / ${taps}) * ${channels} + row) * ${taps} + l % ${taps}];
}`,
    right: `fn right(z : i32, l : i32, column : i32) -> f32 {
  let tap = l % ${taps};
  let at = column % ${plane};
  let down = at / ${w} + ${top} - (tap / ${kw}) * ${dh};
  let across = at % ${w} + ${left} - (tap % ${kw}) * ${dw};
  if (down < 0 || across < 0 || down % ${sh} != 0 || across % ${sw} != 0) { return 0.0; }
  let i = down / ${sh};
  let j = across / ${sw};
  if (i >= ${oh} || j >= ${ow}) { return 0.0; }
  return args0[(((column / ${plane}) * ${k} + z * ${filters} + l / ${taps}) * ${oh} + i) * ${ow} + j];
}`,
    leftAlongK: true,
    rightAlongK: false,
    store: `fn store(z : i32, row : i32, column : i32, total : f32) {
  result[((column / ${plane}) * ${c} + z * ${channels} + row) * ${plane} + column % ${plane}] = total;
}`,
    begin: "0",
    end: `${filters * taps}`,
  });
}

/** Filters × taps (c, u, v), summed over the images and windows of a slab: [slabs, k, channels, kh, kw]. */
export function conv2dGradWeightTiled(sizes: Sizes & { readonly images: number; readonly slabs: number }): string {
  const { n, k, kh, kw, oh, ow, channels, filters, images, slabs } = sizes;
  const plane = oh * ow;
  const taps = channels * kh * kw;
  return tiledProduct({
    m: filters,
    n: taps,
    inputs: 2,
    left: `fn left(z : i32, row : i32, l : i32) -> f32 {
  return args0[((l / ${plane}) * ${k} + (z / ${slabs}) * ${filters} + row) * ${plane} + l % ${plane}];
}`,
    right: `${pixel(sizes, "args1")}
fn right(z : i32, l : i32, column : i32) -> f32 {
  let window = l % ${plane};
  let tap = column % ${kh * kw};
  let channel = (z / ${slabs}) * ${channels} + column / ${kh * kw};
  return pixel(l / ${plane}, channel, window / ${ow}, window % ${ow}, tap / ${kw}, tap % ${kw});
}`,
    leftAlongK: true,
    rightAlongK: true,
    store: `fn store(z : i32, row : i32, column : i32, total : f32) {
  result[((z % ${slabs}) * ${k} + (z / ${slabs}) * ${filters} + row) * ${taps} + column] = total;
}`,
    begin: `(z % ${slabs}) * ${images * plane}`,
    end: `min(${n * plane}, (z % ${slabs} + 1) * ${images * plane})`,
  });
}
