import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import type { MatmulGeometry } from "../../src/core/geometry/matmul.ts";
import { makeWalk } from "../../src/core/geometry/strided.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Buffer } from "../../src/devices/gpu/driver.ts";
import { type Launcher, mostGroups, type Plan, type Plans, type Threads, view } from "../../src/devices/gpu/plan.ts";
import { layoutPlans } from "../layout/gpuPlans.ts";
import type { Sizes } from "./conv2d.gpu.ts";
import { matmulProduct } from "./matmul.wgsl.ts";
import {
  type Call,
  multiplyTiled,
  tiledConv2d,
  tiledConv2dGradInput,
  tiledConv2dGradWeight,
  tileOf,
} from "./tiled.gpuPlans.ts";

const vectorGroup = 8;
/** Threads that keep a GPU busy: sums are cut into slabs until there are as many. */
const enoughThreads = 2 ** 17;

const fitsVectors = ([x, y, z]: Threads) => Math.max(x, y) <= mostGroups * vectorGroup && z <= mostGroups;

/** A matrix product, of which a kernel has three forms: tiles in shared memory, four outputs a thread, and one. */
interface Product extends Call {
  /** Four outputs a thread: its threads, and how what they make becomes the output. */
  readonly vectors: {
    readonly threads: Threads;
    readonly quads: number;
    readonly unpack: (packed: Buffer) => Buffer | Promise<Buffer>;
  };
}

/** In the best form that the driver has, and that fits. */
async function multiply(gpu: Launcher, product: Product): Promise<Buffer> {
  const tile = await tileOf(gpu, product.tiled);
  return tile === null ? multiplyUntiled(gpu, product) : multiplyTiled(gpu, tile, product);
}

async function multiplyUntiled(gpu: Launcher, product: Omit<Product, "tiled">): Promise<Buffer> {
  const { kernel, size, constants, args, vectors } = product;
  if (gpu.products === "plain" || !fitsVectors(vectors.threads)) return gpu.run(kernel, size, constants, ...args);
  const { threads, quads, unpack } = vectors;
  return unpack(await gpu.runVectors(`${kernel}Vectors`, threads, { ...constants, quads }, ...args));
}

/** Four of a group's members to a thread, for each of `inner` places in each of `outer`. */
function quadsOf(gpu: Launcher, outer: number, groups: number, members: number, inner: number): Product["vectors"] {
  const quads = Math.ceil(members / 4);
  const layout = { inner, groups, members, quads };
  return {
    threads: [inner, groups * quads, outer],
    quads,
    unpack: (packed) =>
      gpu.run("unpack", outer * groups * members * inner, layout, view(packed, 4, inner, outer * groups * quads)),
  };
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
  const quads = Math.ceil(n / 4);
  return multiply(gpu, {
    kernel: "matmul",
    size,
    constants,
    args,
    tiled: { kind: "matmul", batch: batches, product: matmulProduct(constants), inputs: args },
    vectors: {
      threads: [quads, m, batches],
      quads,
      unpack: (padded) =>
        n % 4 === 0 ? padded : gpu.run("cropRows", size, { n }, view(padded, quads * 4, m * batches)),
    },
  });
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

const conv2dPlan: Plan<"conv2d"> = (gpu, size, x, w, bias, g) => {
  const sizes = sizesOf(g);
  const { n, c, h, k, kh, kw, groups } = g;
  const { channels, filters } = sizes;
  const plane = g.oh * g.ow;
  const args = [view(x, g.w, h, n * c), view(w, kw, kh, k * channels), bias ?? x];
  return multiply(gpu, {
    kernel: "conv2d",
    size,
    constants: { ...sizes, hasBias: Number(bias !== null) },
    args,
    tiled: tiledConv2d(g, sizes, bias !== null, args),
    vectors: quadsOf(gpu, n, groups, filters, plane),
  });
};

const conv2dGradInputPlan: Plan<"conv2dGradInput"> = (gpu, size, dy, w, g) => {
  const constants = sizesOf(g);
  const { n, k, kh, kw, oh, ow, groups } = g;
  const { channels } = constants;
  const plane = g.h * g.w;
  const args = [view(dy, ow, oh, n * k), view(w, kw, kh, k * channels)];
  return multiply(gpu, {
    kernel: "conv2dGradInput",
    size,
    constants,
    args,
    tiled: tiledConv2dGradInput(g, constants, args),
    vectors: quadsOf(gpu, n, groups, channels, plane),
  });
};

/** Few sums, of many terms. Where no tiles cut them into slabs, the images are, each with a product of its own. */
const conv2dGradWeightPlan: Plan<"conv2dGradWeight"> = async (gpu, size, dy, x, g) => {
  const { n, c, h, k, kh, kw, oh, ow, groups } = g;
  const sizes = sizesOf(g);
  const kernel = "conv2dGradWeight";
  const args = [view(dy, ow, oh, n * k), view(x, g.w, h, n * c)];
  const tiled = tiledConv2dGradWeight(g, sizes, args);
  const tile = await tileOf(gpu, tiled);
  if (tile !== null) return multiplyTiled(gpu, tile, { kernel, size, constants: { ...sizes, images: n }, args, tiled });
  const images = Math.ceil(n / Math.min(n, Math.ceil(enoughThreads / size)));
  const slabs = Math.ceil(n / images);
  const partial = await multiplyUntiled(gpu, {
    kernel,
    size: size * slabs,
    constants: { ...sizes, images },
    args,
    vectors: quadsOf(gpu, slabs, groups, sizes.filters, sizes.channels * kh * kw),
  });
  return slabs === 1 ? partial : gpu.run("addSlabs", size, { slabs }, view(partial, size, slabs));
};

export const productPlans = {
  matmul: matmulPlan,
  conv2d: conv2dPlan,
  conv2dGradInput: conv2dGradInputPlan,
  conv2dGradWeight: conv2dGradWeightPlan,
} satisfies Partial<Plans>;
