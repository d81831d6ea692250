import type { Sizes } from "./conv2d.gpu.ts";
import { passGroup, phasePlane, type Staged, stagedImage, stagedPlane } from "./stage.wgsl.ts";
import { type Product, withBias } from "./tiles.wgsl.ts";

// A convolution and its two gradients are a product for each group. The matrix of all windows is never written: its elements
// are read from the staged image, or from the image itself where a window is one pixel.

type Windows = Omit<Product, "inputs" | "left" | "store" | "size">;

/** As `offset(l)` of `stageImages`: tap l = (channel, u, v) of x. */
export function inputOffset({ kh, kw, sh, sw, dh, dw }: Sizes, staged: Staged): string {
  return `fn offset(l : i32) -> i32 {
  let down = l / ${kw} % ${kh} * ${dh};
  let across = l % ${kw} * ${dw};
  let phase = (l / ${kh * kw} * ${sh} + down % ${sh}) * ${sw} + across % ${sw};
  return phase * ${phasePlane(staged)} + down / ${sh} * ${staged.stagedColumns} + across / ${sw};
}`;
}

/** How far back in dy the taps that share a shift lie: see conv2dGradInput.wasm.ts. */
interface Shifts {
  readonly reachH: number;
  readonly reachW: number;
  readonly shiftsH: number;
  readonly shiftsW: number;
}

/** The shift, in windows, with index `i` along an axis. */
function shiftAt(i: string, dilation: number, stride: number): string {
  return dilation >= stride ? `${i} * ${dilation} / ${stride}` : i;
}

/** As `offset(l)` of `stageImages`: (filter, shiftH, shiftW) of dy. */
export function gradientOffset(sizes: Sizes, { reachH, reachW, shiftsH, shiftsW }: Shifts, staged: Staged): string {
  const { sh, sw, dh, dw } = sizes;
  return `fn offset(l : i32) -> i32 {
  let down = ${reachH} - ${shiftAt(`l / ${shiftsW} % ${shiftsH}`, dh, sh)};
  let across = ${reachW} - ${shiftAt(`l % ${shiftsW}`, dw, sw)};
  return l / ${shiftsH * shiftsW} * ${phasePlane(staged)} + down * ${staged.stagedColumns} + across;
}`;
}

/** The filters turned round: [groups, (c, r, s), (filter, shiftH, shiftW)], 0 where no tap has that phase and shift. Threads:
 *  (filter, shiftH, shiftW), (c, r, s), groups. */
export function turnFilters(sizes: Sizes, { shiftsH, shiftsW }: Shifts): string {
  const { kh, kw, sh, sw, dh, dw, channels, filters } = sizes;
  const taps = filters * shiftsH * shiftsW;
  return `@group(0) @binding(1) var<storage, read> args0 : array<f32>;
@group(0) @binding(2) var<storage, read_write> result : array<f32>;

@compute @workgroup_size(${passGroup})
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  let l = i32(id.x);
  let row = i32(id.y);
  let group = i32(id.z);
  if (l >= ${taps}) { return; }
  let k = group * ${filters} + l / ${shiftsH * shiftsW};
  let down = ${shiftAt(`(l / ${shiftsW} % ${shiftsH})`, dh, sh)} * ${sh} + row / ${sw} % ${sh};
  let across = ${shiftAt(`(l % ${shiftsW})`, dw, sw)} * ${sw} + row % ${sw};
  let u = down / ${dh};
  let v = across / ${dw};
  var weight = 0.0;
  if (u * ${dh} == down && v * ${dw} == across && u < ${kh} && v < ${kw}) {
    weight = args0[((k * ${channels} + row / ${sh * sw}) * ${kh} + u) * ${kw} + v];
  }
  result[(group * ${channels * sh * sw} + row) * ${taps} + l] = weight;
}
`;
}

/** The windows of a staged image, tap by tap. */
function stagedWindows(m: number, staged: Staged): Windows {
  const { images, windowRows, windowColumns, stagedColumns, groupPlanes, taps } = staged;
  const windows = windowRows * windowColumns;
  const start = `place / ${windows} * ${stagedImage(staged)} + product * ${groupPlanes * stagedPlane(staged)}`;
  const window = `place % ${windows} / ${windowColumns} * ${stagedColumns} + place % ${windowColumns}`;
  return {
    ...{ m, n: images * windows, k: taps },
    right: {
      ...{ buffer: "args0", staged: true, along: "places", fours: false },
      placePart: `${taps} + ${start} + ${window}`,
      termPart: "args0[l]",
    },
  };
}

/** The pixels of images [n, groups · channels, plane], channel by channel: windows of one pixel. */
function pixels(m: number, n: number, groups: number, channels: number, plane: number): Windows {
  return {
    ...{ m, n: n * plane, k: channels },
    right: {
      ...{ buffer: "args0", along: "places", fours: plane % 4 === 0 },
      placePart: `(place / ${plane} * ${groups} + product) * ${channels * plane} + place % ${plane}`,
      termPart: `l * ${plane}`,
    },
  };
}

/** Filters × (images · windows), summed over taps (c, u, v). */
export function conv2dProduct(sizes: Sizes, hasBias: boolean, staged: Staged | null): Product {
  const { n, k, kh, kw, oh, ow, channels, filters } = sizes;
  const plane = oh * ow;
  const taps = channels * kh * kw;
  return {
    ...(staged === null ? pixels(filters, n, k / filters, channels, plane) : stagedWindows(filters, staged)),
    inputs: 3,
    left: {
      ...{ buffer: "args1", along: "terms", fours: taps % 4 === 0 },
      placePart: `(product * ${filters} + place) * ${taps}`,
      termPart: "l",
    },
    store: `fn store(at : i32, product : i32, row : i32, column : i32, total : f32) {
  let k = product * ${filters} + row;
  result[at + (column / ${plane} * ${k} + k) * ${plane} + column % ${plane}] = ${withBias("k", hasBias)};
}`,
    size: `${n * k * plane}`,
  };
}

/** Rows (c, r, s) × (images · places), summed over filters and shifts, with the filters as `turnFilters` left them; or, where a
 *  window is one pixel, channels × (images · pixels), summed over filters. */
export function conv2dGradInputProduct(sizes: Sizes, staged: Staged | null): Product {
  const { n, c, h, w, k, sh, sw, top, left, channels, filters } = sizes;
  const [phases, rows, columns] = staged === null ? [1, h, w] : [sh * sw, staged.windowRows, staged.windowColumns];
  const windows =
    staged === null ? pixels(channels, n, k / filters, filters, h * w) : stagedWindows(channels * phases, staged);
  const taps = windows.k;
  return {
    ...windows,
    inputs: 2,
    left:
      staged === null
        ? {
            ...{ buffer: "args1", along: "places", fours: channels % 4 === 0 },
            placePart: `product * ${filters * channels} + place`,
            termPart: `l * ${channels}`,
          }
        : {
            ...{ buffer: "args1", along: "terms", fours: taps % 4 === 0 },
            placePart: `(product * ${channels * phases} + place) * ${taps}`,
            termPart: "l",
          },
    store: `fn store(at : i32, product : i32, row : i32, column : i32, total : f32) {
  let place = column % ${rows * columns};
  let a = (${Math.floor(top / sh)} + place / ${columns}) * ${sh} + row / ${sw} % ${sh} - ${top};
  let b = (${Math.floor(left / sw)} + place % ${columns}) * ${sw} + row % ${sw} - ${left};
  if (a < 0 || a >= ${h} || b < 0 || b >= ${w}) { return; }
  let plane = column / ${rows * columns} * ${c} + product * ${channels} + row / ${phases};
  result[at + (plane * ${h} + a) * ${w} + b] = total;
}`,
    size: `${n * c * h * w}`,
  };
}

/** Filters × taps (c, u, v), summed over the images and their windows. */
export function conv2dGradWeightProduct(sizes: Sizes, staged: Staged | null): Product {
  const { n, c, k, kh, kw, oh, ow, channels, filters } = sizes;
  const plane = oh * ow;
  const taps = channels * kh * kw;
  /** A plane's element of the window that l counts, in images of so many planes. */
  const along = (planes: number) => `l + l / ${plane} * ${(planes - 1) * plane}`;
  return {
    ...{ m: filters, n: taps, k: n * plane, inputs: 2 },
    left: {
      ...{ buffer: "args0", along: "terms", fours: plane % 4 === 0 },
      placePart: `(product * ${filters} + place) * ${plane}`,
      termPart: along(k),
    },
    right:
      staged === null
        ? {
            ...{ buffer: "args1", along: "terms", fours: plane % 4 === 0 },
            placePart: `(product * ${channels} + place) * ${plane}`,
            termPart: along(c),
          }
        : {
            ...{ buffer: "args1", staged: true, along: "terms", fours: false },
            placePart: `${taps} + product * ${channels * stagedPlane(staged)} + args1[place]`,
            termPart: `l / ${plane} * ${stagedImage(staged)} + l % ${plane} / ${ow} * ${staged.stagedColumns} + l % ${ow}`,
          },
    store: `fn store(at : i32, product : i32, row : i32, column : i32, total : f32) {
  result[at + (product * ${filters} + row) * ${taps} + column] = total;
}`,
    size: `${k * taps}`,
  };
}
