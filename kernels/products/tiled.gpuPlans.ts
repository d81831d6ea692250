import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import { placesOf, reachOf, shiftsOf, stagedGradient, stagedInput } from "../../src/core/geometry/staging.ts";
import type { Buffer, View } from "../../src/devices/gpu/driver.ts";
import { type Constants, type Launcher, mostGroups, type Threads, view } from "../../src/devices/gpu/plan.ts";
import { type ProductKind, type Tile, type TileName, tiles } from "./candidates.wgsl.ts";
import type { Sizes } from "./conv2d.gpu.ts";
import {
  conv2dGradInputProduct,
  conv2dGradWeightProduct,
  conv2dProduct,
  gradientOffset,
  inputOffset,
  turnFilters,
} from "./conv2d.wgsl.ts";
import { passGroup, phasePlane, type Staged, stagedSize, stageImages } from "./stage.wgsl.ts";
import { type Product, tiledProduct } from "./tiles.wgsl.ts";

type Input = Buffer | View;

/** A product in tiles of a workgroup. */
export interface Tiled {
  readonly kind: ProductKind;
  /** How many products. */
  readonly batch: number;
  readonly product: Product;
  /** What the product reads; some of it is prepared first. */
  readonly inputs: readonly (Input | Prepared)[];
}

/** An input that a pass of its own makes of another. */
interface Prepared {
  readonly name: string;
  readonly from: Input;
  readonly wgsl: () => string;
  readonly threads: Threads;
  readonly size: number;
}

/** Workgroups that keep a GPU busy: where there are fewer, sums are cut into slabs. */
const enoughGroups = 256;
/** Terms that a slab has at least: adding it up costs a few. */
const leastTerms = 256;
/** Tiles that are mostly padding cost more than they save. */
const leastOfTile = 16;

/** Null where the product does not run in tiles. */
export async function tileOf(gpu: Launcher, { kind, product, batch, inputs }: Tiled): Promise<TileName | null> {
  const { m, n } = product;
  if (gpu.products !== "tiled" || Math.min(m, n) < leastOfTile) return null;
  const prepared = inputs.filter((input) => "wgsl" in input);
  if (prepared.some(({ size, threads }) => size * 4 > gpu.maxBytes || !fitsPass(threads))) return null;
  const name = await gpu.tileFor(kind, m, n);
  return Math.max(...groupsOf(product, tiles[name]), batch) > mostGroups ? null : name;
}

const fitsPass = ([x, y, z]: Threads) => Math.max(x / passGroup, y, z) <= mostGroups;
const groupsOf = ({ m, n }: Product, { rows, columns }: Tile) => [Math.ceil(n / columns), Math.ceil(m / rows)] as const;

export async function multiplyTiled(gpu: Launcher, name: TileName, call: Call): Promise<Buffer> {
  const { kernel, size, constants, tiled } = call;
  const { product, batch } = tiled;
  const tile = tiles[name];
  const groups = groupsOf(product, tile);
  const wanted = Math.min(
    Math.ceil(enoughGroups / (groups[0] * groups[1] * batch)),
    Math.floor(product.k / leastTerms),
    Math.floor(gpu.maxBytes / 4 / size),
    Math.floor(mostGroups / batch),
  );
  const terms = Math.ceil(product.k / Math.max(1, wanted) / tile.depth) * tile.depth;
  const slabs = Math.ceil(product.k / terms);
  const inputs: Input[] = [];
  for (const input of tiled.inputs) inputs.push("wgsl" in input ? await prepare(gpu, input, constants) : input);
  const made = await gpu.runTiles(
    kernel,
    { name, wgsl: () => tiledProduct(product, tile, { slabs, terms }), workgroup: [1, 1, 1], size: size * slabs },
    [...groups, batch * slabs],
    { ...constants, slabs },
    ...inputs,
  );
  return slabs === 1 ? made : gpu.run("addSlabs", size, { slabs }, view(made, size, slabs));
}

function prepare(gpu: Launcher, input: Prepared, constants: Constants): Promise<Buffer> {
  const { name, from, wgsl, threads, size } = input;
  return gpu.runTiles("copy", { name, wgsl, workgroup: [passGroup, 1, 1], size }, threads, constants, from);
}

/** A call of a kernel that has tiles. */
export interface Call {
  readonly kernel: "matmul" | "conv2d" | "conv2dGradInput" | "conv2dGradWeight";
  readonly size: number;
  readonly constants: Constants;
  readonly args: readonly Input[];
  readonly tiled: Tiled;
}

/** Every window is one pixel, and every pixel a window: x lies as its product wants it. */
function isPointwise({ kh, kw, h, w, oh, ow, top, left }: Sizes): boolean {
  return kh === 1 && kw === 1 && top === 0 && left === 0 && oh === h && ow === w;
}

/** x, staged for the windows of the convolution and of its weight's gradient. */
function stagedX(g: Conv2dGeometry, { channels }: Sizes): Staged {
  return {
    ...stagedInput(g),
    ...{ windowRows: g.oh, images: g.n, planes: g.c, groupPlanes: channels, taps: channels * g.kh * g.kw },
  };
}

/** @param offset text of the function that fills the table. */
function stage(name: string, from: Input, staged: Staged, offset: () => string): Prepared {
  const { phasesH, phasesW, images, planes } = staged;
  return {
    ...{ name, from, wgsl: () => stageImages(staged, offset()), size: stagedSize(staged) },
    threads: [phasePlane(staged), planes * phasesH * phasesW, images],
  };
}

export function tiledConv2d(g: Conv2dGeometry, sizes: Sizes, hasBias: boolean, [x, w, bias]: readonly Input[]): Tiled {
  const shared = { kind: "convolution", batch: g.groups } as const;
  if (isPointwise(sizes)) return { ...shared, product: conv2dProduct(sizes, hasBias, null), inputs: [x, w, bias] };
  const staged = stagedX(g, sizes);
  const image = stage("stage x", x, staged, () => inputOffset(sizes, staged));
  return { ...shared, product: conv2dProduct(sizes, hasBias, staged), inputs: [image, w, bias] };
}

export function tiledConv2dGradWeight(g: Conv2dGeometry, sizes: Sizes, [dy, x]: readonly Input[]): Tiled {
  const shared = { kind: "convolution", batch: g.groups } as const;
  if (isPointwise(sizes)) return { ...shared, product: conv2dGradWeightProduct(sizes, null), inputs: [dy, x] };
  const staged = stagedX(g, sizes);
  const image = stage("stage x", x, staged, () => inputOffset(sizes, staged));
  return { ...shared, product: conv2dGradWeightProduct(sizes, staged), inputs: [dy, image] };
}

export function tiledConv2dGradInput(g: Conv2dGeometry, sizes: Sizes, [dy, w]: readonly Input[]): Tiled {
  const shared = { kind: "convolution", batch: g.groups } as const;
  if (isPointwise(sizes)) return { ...shared, product: conv2dGradInputProduct(sizes, null), inputs: [dy, w] };
  const shifts = {
    reachH: reachOf(g.kh, g.dh, g.sh),
    reachW: reachOf(g.kw, g.dw, g.sw),
    shiftsH: shiftsOf(g.kh, g.dh, g.sh),
    shiftsW: shiftsOf(g.kw, g.dw, g.sw),
  };
  const taps = sizes.filters * shifts.shiftsH * shifts.shiftsW;
  const rows = sizes.channels * g.sh * g.sw;
  const staged = {
    ...stagedGradient(g),
    ...{ windowRows: placesOf(g.h, g.top, g.sh), images: g.n, planes: g.k, groupPlanes: sizes.filters, taps },
  };
  const image = stage("stage dy", dy, staged, () => gradientOffset(sizes, shifts, staged));
  const turned: Prepared = {
    ...{ name: "turn filters", from: w, wgsl: () => turnFilters(sizes, shifts) },
    ...{ threads: [taps, rows, g.groups], size: g.groups * rows * taps },
  };
  return { ...shared, product: conv2dGradInputProduct(sizes, staged), inputs: [image, turned] };
}
