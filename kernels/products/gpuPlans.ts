import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import type { MatmulGeometry } from "../../src/core/geometry/matmul.ts";
import { makeWalk } from "../../src/core/geometry/strided.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Buffer, Tiles } from "../../src/devices/gpu/driver.ts";
import { type Launcher, type Plan, type Plans, type Threads, view } from "../../src/devices/gpu/plan.ts";
import { layoutPlans } from "../layout/gpuPlans.ts";
import type { Sizes } from "./conv2d.gpu.ts";
import { conv2dGradInputTiled, conv2dGradWeightTiled, conv2dTiled } from "./conv2d.wgsl.ts";
import { matmulTiled } from "./matmul.wgsl.ts";
import { tile } from "./tiles.wgsl.ts";

/** The most workgroups that a dispatch may have along each dimension. */
const mostGroups = 65_535;
const vectorGroup = 8;
/** Threads that keep a GPU busy: sums are cut into slabs until there are as many. */
const enoughThreads = 2 ** 17;

const fitsVectors = ([x, y, z]: Threads) => Math.max(x, y) <= mostGroups * vectorGroup && z <= mostGroups;
/** Tiles that are mostly padding cost more than they save. */
const leastOfTile = tile / 4;
const fitsTiles = ([n, m, z]: Threads) =>
  Math.min(n, m) >= leastOfTile && Math.max(n, m) <= mostGroups * tile && z <= mostGroups;

function tilesOf(wgsl: () => string): Tiles {
  return { wgsl, workgroup: [tile, tile, 1] };
}

const matmulPlan: Plan<"matmul"> = async (gpu, size, a, b, bias, g) => {
  const { m, k, n } = g;
  const batches = sizeOf(g.batch.dims);
  const [aMatrices, bMatrices] = [a.size / (m * k), b.size / (k * n)];
  if (Math.max(aMatrices, bMatrices) > 1 && [aMatrices, bMatrices].some((count) => count !== 1 && count !== batches)) {
    const whole = { ...g, batch: { dims: [batches], strides: [[1], [1]] } };
    const [wholeA, wholeB] = [await stretch(gpu, a, m * k, g, 0), await stretch(gpu, b, k * n, g, 1)];
    return matmulPlan(gpu, size, wholeA, wholeB, bias, whole);
  }
  const constants = {
    ...{ m, n, k, transposeA: Number(g.transposeA), transposeB: Number(g.transposeB) },
    ...{ aStep: Number(aMatrices > 1), bStep: Number(bMatrices > 1), hasBias: Number(bias !== null) },
  };
  const args = [
    g.transposeA ? view(a, m, k, aMatrices) : view(a, k, m, aMatrices),
    g.transposeB ? view(b, k, n, bMatrices) : view(b, n, k, bMatrices),
    bias ?? a,
  ];
  const outputs: Threads = [n, m, batches];
  if (gpu.products === "tiled" && fitsTiles(outputs)) {
    return gpu.runTiles(
      "matmul",
      tilesOf(() => matmulTiled(constants)),
      outputs,
      constants,
      ...args,
    );
  }
  const quads = Math.ceil(n / 4);
  const threads: Threads = [quads, m, batches];
  if (gpu.products === "plain" || !fitsVectors(threads)) return gpu.run("matmul", size, constants, ...args);
  const padded = await gpu.runVectors("matmulVectors", threads, constants, ...args);
  return n % 4 === 0 ? padded : gpu.run("cropRows", size, { n }, view(padded, quads * 4, m * batches));
};

/** Copies the matrices of an input that is shared by some of the batch. */
function stretch(gpu: Launcher, x: Buffer, matrix: number, { batch }: MatmulGeometry, input: 0 | 1): Promise<Buffer> {
  const steps = batch.strides[input].map((step) => step * matrix);
  const walk = makeWalk([...batch.dims, matrix], [[...steps, 1]]);
  const shape = [sizeOf(batch.dims) * matrix];
  return layoutPlans.strided(gpu, shape[0], x, { shape, walk, offset: 0 });
}

function sizesOf({ shape, xShape, wShape, groups, ...sizes }: Conv2dGeometry): Sizes & Record<string, number> {
  return { ...sizes, channels: sizes.c / groups, filters: sizes.k / groups };
}

const conv2dPlan: Plan<"conv2d"> = async (gpu, size, x, w, bias, g) => {
  const sizes = { ...sizesOf(g), hasBias: Number(bias !== null) };
  const { n, c, h, k, kh, kw, groups } = g;
  const plane = g.oh * g.ow;
  const { channels, filters } = sizes;
  const args = [view(x, g.w, h, n * c), view(w, kw, kh, k * channels), bias ?? x];
  const outputs: Threads = [n * plane, filters, groups];
  if (gpu.products === "tiled" && fitsTiles(outputs)) {
    return gpu.runTiles(
      "conv2d",
      tilesOf(() => conv2dTiled(sizes)),
      outputs,
      sizes,
      ...args,
    );
  }
  const quads = Math.ceil(filters / 4);
  const threads: Threads = [plane, groups * quads, n];
  if (gpu.products === "plain" || !fitsVectors(threads)) return gpu.run("conv2d", size, sizes, ...args);
  const packed = await gpu.runVectors("conv2dVectors", threads, { ...sizes, quads }, ...args);
  const layoutOf = { inner: plane, groups, members: filters, quads };
  return gpu.run("unpack", size, layoutOf, view(packed, 4, plane, n * groups * quads));
};

const conv2dGradInputPlan: Plan<"conv2dGradInput"> = async (gpu, size, dy, w, g) => {
  const sizes = sizesOf(g);
  const { n, k, kh, kw, oh, ow, groups } = g;
  const plane = g.h * g.w;
  const { channels } = sizes;
  const args = [view(dy, ow, oh, n * k), view(w, kw, kh, k * channels)];
  const outputs: Threads = [n * plane, channels, groups];
  if (gpu.products === "tiled" && fitsTiles(outputs)) {
    return gpu.runTiles(
      "conv2dGradInput",
      tilesOf(() => conv2dGradInputTiled(sizes)),
      outputs,
      sizes,
      ...args,
    );
  }
  const quads = Math.ceil(channels / 4);
  const threads: Threads = [plane, groups * quads, n];
  if (gpu.products === "plain" || !fitsVectors(threads)) return gpu.run("conv2dGradInput", size, sizes, ...args);
  const packed = await gpu.runVectors("conv2dGradInputVectors", threads, { ...sizes, quads }, ...args);
  const layoutOf = { inner: plane, groups, members: channels, quads };
  return gpu.run("unpack", size, layoutOf, view(packed, 4, plane, n * groups * quads));
};

const conv2dGradWeightPlan: Plan<"conv2dGradWeight"> = async (gpu, size, dy, x, g) => {
  const { n, c, h, k, kh, kw, oh, ow, groups } = g;
  const images = Math.ceil(n / Math.min(n, Math.ceil(enoughThreads / size)));
  const slabs = Math.ceil(n / images);
  const sizes = { ...sizesOf(g), images };
  const taps = sizes.channels * kh * kw;
  const args = [view(dy, ow, oh, n * k), view(x, g.w, h, n * c)];
  const add = (partial: Buffer) =>
    slabs === 1 ? partial : gpu.run("addSlabs", size, { slabs }, view(partial, size, slabs));

  const outputs: Threads = [taps, sizes.filters, groups * slabs];
  if (gpu.products === "tiled" && fitsTiles(outputs)) {
    const tiles = tilesOf(() => conv2dGradWeightTiled({ ...sizes, slabs }));
    return add(await gpu.runTiles("conv2dGradWeight", tiles, outputs, sizes, ...args));
  }
  const quads = Math.ceil(sizes.filters / 4);
  const threads: Threads = [taps, groups * quads, slabs];
  if (gpu.products === "plain" || !fitsVectors(threads)) {
    return add(await gpu.run("conv2dGradWeight", size * slabs, sizes, ...args));
  }
  const packed = await gpu.runVectors("conv2dGradWeightVectors", threads, { ...sizes, quads }, ...args);
  const layoutOf = { inner: taps, groups, members: sizes.filters, quads };
  return add(await gpu.run("unpack", size * slabs, layoutOf, view(packed, 4, taps, slabs * groups * quads)));
};

export const productPlans = {
  matmul: matmulPlan,
  conv2d: conv2dPlan,
  conv2dGradInput: conv2dGradInputPlan,
  conv2dGradWeight: conv2dGradWeightPlan,
} satisfies Partial<Plans>;
