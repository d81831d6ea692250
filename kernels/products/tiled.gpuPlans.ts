import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import {
  placesOf,
  reachOf,
  type Staging,
  shiftsOf,
  stagedGradient,
  stagedInput,
} from "../../src/core/geometry/staging.ts";
import type { Buffer, Tiles as Shader, View } from "../../src/devices/gpu/driver.ts";
import { type Constants, type Launcher, mostGroups, type Threads, view } from "../../src/devices/gpu/plan.ts";
import { type ProductKind, type Tile, type TileName, tiles } from "./candidates.wgsl.ts";
import type { Sizes } from "./conv2d.gpu.ts";
import {
  conv2dGradInputProduct,
  conv2dGradWeightProduct,
  conv2dProduct,
  gradientOffset,
  inputOffset,
} from "./conv2d.wgsl.ts";
import { phasePlane, type Staged, stagedSize, stageGroup, stageImages } from "./stage.wgsl.ts";
import { type Product, tiledProduct } from "./tiles.wgsl.ts";

type Args = readonly (Buffer | View)[];

/** A product in tiles of a workgroup, which share memory. */
export interface Tiled {
  readonly kind: ProductKind;
  /** How many products. */
  readonly batch: number;
  readonly product: Product;
  /** Makes what the product reads, where that is not the kernel's own arguments. */
  readonly prepare?: (gpu: Launcher) => Promise<Args>;
  /** Elements of the largest buffer that it makes. */
  readonly largest: number;
}

/** Workgroups that keep a GPU busy: where there are fewer, sums are cut into slabs. */
const enoughGroups = 256;
/** Terms that a slab has at least: adding it up costs a few. */
const leastTerms = 256;
/** Tiles that are mostly padding cost more than they save. */
const leastOfTile = 16;

/** Null where the product does not run in tiles. */
export async function tileOf(gpu: Launcher, { kind, product, batch, largest }: Tiled): Promise<TileName | null> {
  const { m, n } = product;
  if (gpu.products !== "tiled" || Math.min(m, n) < leastOfTile || largest * 4 > gpu.maxBytes) return null;
  const name = await gpu.tileFor(kind, m, n);
  return Math.max(...groupsOf(product, tiles[name]), batch) > mostGroups ? null : name;
}

const groupsOf = ({ m, n }: Product, { rows, columns }: Tile) => [Math.ceil(n / columns), Math.ceil(m / rows)] as const;

export async function multiplyTiled(gpu: Launcher, name: TileName, call: Call): Promise<Buffer> {
  const { kernel, size, constants, args, tiled } = call;
  const { product, batch, prepare } = tiled;
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
  const shader: Shader = {
    name,
    wgsl: () => tiledProduct(product, tile, { slabs, terms }),
    workgroup: [1, 1, 1],
    size: size * slabs,
  };
  const inputs = prepare === undefined ? args : await prepare(gpu);
  const made = await gpu.runTiles(kernel, shader, [...groups, batch * slabs], { ...constants, slabs }, ...inputs);
  return slabs === 1 ? made : gpu.run("addSlabs", size, { slabs }, view(made, size, slabs));
}

/** A call of a kernel that has tiles. */
export interface Call {
  readonly kernel: "matmul" | "conv2d" | "conv2dGradInput" | "conv2dGradWeight";
  readonly size: number;
  readonly constants: Constants;
  readonly args: Args;
  readonly tiled: Tiled;
}

/** Every window is one pixel, and every pixel a window: x lies as its product wants it. */
function isPointwise({ kh, kw, h, w, oh, ow, top, left }: Sizes): boolean {
  return kh === 1 && kw === 1 && top === 0 && left === 0 && oh === h && ow === w;
}

function stagedOf(staging: Staging, more: Omit<Staged, keyof Staging>): Staged {
  return { ...staging, ...more };
}

/** x, staged for the windows of the convolution and of its weight's gradient. */
function stagedX(g: Conv2dGeometry, { channels }: Sizes): Staged {
  const windowRows = g.oh;
  return stagedOf(stagedInput(g), {
    ...{ windowRows, images: g.n, planes: g.c, groupPlanes: channels, taps: channels * g.kh * g.kw },
  });
}

function runStage(gpu: Launcher, name: string, image: Buffer, staged: Staged, offset: () => string): Promise<Buffer> {
  const { phasesH, phasesW, images, planes } = staged;
  const threads: Threads = [phasePlane(staged), planes * phasesH * phasesW, images];
  const wgsl = () => stageImages(staged, offset());
  const size = stagedSize(staged);
  return gpu.runTiles("copy", { name, wgsl, workgroup: [stageGroup, 1, 1], size }, threads, { ...staged }, image);
}

export function tiledConv2d(
  g: Conv2dGeometry,
  sizes: Sizes & { readonly hasBias: number },
  x: Buffer,
  [, w, bias]: Args,
): Tiled {
  const shared = { kind: "convolution", batch: g.groups } as const;
  if (isPointwise(sizes)) return { ...shared, product: conv2dProduct(sizes, null), largest: 0 };
  const staged = stagedX(g, sizes);
  return {
    ...shared,
    product: conv2dProduct(sizes, staged),
    prepare: async (gpu) => [await runStage(gpu, "stage x", x, staged, () => inputOffset(sizes, staged)), w, bias],
    largest: stagedSize(staged),
  };
}

export function tiledConv2dGradWeight(g: Conv2dGeometry, sizes: Sizes, x: Buffer, [dy]: Args): Tiled {
  const shared = { kind: "convolution", batch: g.groups } as const;
  if (isPointwise(sizes)) return { ...shared, product: conv2dGradWeightProduct(sizes, null), largest: 0 };
  const staged = stagedX(g, sizes);
  return {
    ...shared,
    product: conv2dGradWeightProduct(sizes, staged),
    prepare: async (gpu) => [dy, await runStage(gpu, "stage x", x, staged, () => inputOffset(sizes, staged))],
    largest: stagedSize(staged),
  };
}

export function tiledConv2dGradInput(g: Conv2dGeometry, sizes: Sizes & Constants, dy: Buffer, [, w]: Args): Tiled {
  const shared = { kind: "convolution", batch: g.groups } as const;
  if (isPointwise(sizes)) return { ...shared, product: conv2dGradInputProduct(sizes, null), largest: 0 };
  const { filters } = sizes;
  const shifts = {
    reachH: reachOf(g.kh, g.dh, g.sh),
    reachW: reachOf(g.kw, g.dw, g.sw),
    shiftsH: shiftsOf(g.kh, g.dh, g.sh),
    shiftsW: shiftsOf(g.kw, g.dw, g.sw),
  };
  const taps = filters * shifts.shiftsH * shifts.shiftsW;
  const staged = stagedOf(stagedGradient(g), {
    ...{ windowRows: placesOf(g.h, g.top, g.sh), images: g.n, planes: g.k, groupPlanes: filters, taps },
  });
  const turned = g.c * g.sh * g.sw * taps;
  return {
    ...shared,
    product: conv2dGradInputProduct(sizes, staged),
    prepare: async (gpu) => [
      await runStage(gpu, "stage dy", dy, staged, () => gradientOffset(sizes, shifts, staged)),
      await gpu.run("turnFilters", turned, { ...sizes, ...shifts }, w),
    ],
    largest: Math.max(stagedSize(staged), turned),
  };
}
