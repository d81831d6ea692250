import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import type { MatmulGeometry } from "../../src/core/geometry/matmul.ts";
import { makeWalk } from "../../src/core/geometry/strided.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Buffer, View } from "../../src/devices/gpu/driver.ts";
import {
  type Constants,
  type Launcher,
  type Plan,
  type Plans,
  type Threads,
  view,
} from "../../src/devices/gpu/plan.ts";
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

/** A matrix product, of which a kernel has three forms: tiles in shared memory, four outputs a thread, and one. */
interface Product {
  readonly kernel: "matmul" | "conv2d" | "conv2dGradInput" | "conv2dGradWeight";
  /** Columns, rows, and how many such products. */
  readonly outputs: Threads;
  readonly size: number;
  readonly constants: Constants;
  readonly args: readonly (Buffer | View)[];
  /** The kernel as tiles, in WGSL. */
  readonly wgsl: () => string;
  /** Four outputs a thread: its threads, and how what they make becomes the output. */
  readonly vectors: {
    readonly threads: Threads;
    readonly quads: number;
    readonly unpack: (packed: Buffer) => Buffer | Promise<Buffer>;
  };
}

/** In the best form that the driver has, and that fits. */
async function multiply(gpu: Launcher, product: Product): Promise<Buffer> {
  const { kernel, outputs, size, constants, args, wgsl, vectors } = product;
  if (gpu.products === "tiled" && fitsTiles(outputs)) {
    return gpu.runTiles(kernel, { wgsl, workgroup: [tile, tile, 1] }, outputs, constants, ...args);
  }
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
    outputs: [n, m, batches],
    size,
    constants,
    args,
    wgsl: () => matmulTiled(constants),
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
  const constants = { ...sizesOf(g), hasBias: Number(bias !== null) };
  const { n, c, h, k, kh, kw, groups } = g;
  const { channels, filters } = constants;
  const plane = g.oh * g.ow;
  return multiply(gpu, {
    kernel: "conv2d",
    outputs: [n * plane, filters, groups],
    size,
    constants,
    args: [view(x, g.w, h, n * c), view(w, kw, kh, k * channels), bias ?? x],
    wgsl: () => conv2dTiled(constants),
    vectors: quadsOf(gpu, n, groups, filters, plane),
  });
};

const conv2dGradInputPlan: Plan<"conv2dGradInput"> = (gpu, size, dy, w, g) => {
  const constants = sizesOf(g);
  const { n, k, kh, kw, oh, ow, groups } = g;
  const { channels } = constants;
  const plane = g.h * g.w;
  return multiply(gpu, {
    kernel: "conv2dGradInput",
    outputs: [n * plane, channels, groups],
    size,
    constants,
    args: [view(dy, ow, oh, n * k), view(w, kw, kh, k * channels)],
    wgsl: () => conv2dGradInputTiled(constants),
    vectors: quadsOf(gpu, n, groups, channels, plane),
  });
};

/** The images in slabs, each with a product of its own, which are added up. */
const conv2dGradWeightPlan: Plan<"conv2dGradWeight"> = async (gpu, size, dy, x, g) => {
  const { n, c, h, k, kh, kw, oh, ow, groups } = g;
  const images = Math.ceil(n / Math.min(n, Math.ceil(enoughThreads / size)));
  const slabs = Math.ceil(n / images);
  const constants = { ...sizesOf(g), images };
  const taps = constants.channels * kh * kw;
  const partial = await multiply(gpu, {
    kernel: "conv2dGradWeight",
    outputs: [taps, constants.filters, groups * slabs],
    size: size * slabs,
    constants,
    args: [view(dy, ow, oh, n * k), view(x, g.w, h, n * c)],
    wgsl: () => conv2dGradWeightTiled({ ...constants, slabs }),
    vectors: quadsOf(gpu, slabs, groups, constants.filters, taps),
  });
  return slabs === 1 ? partial : gpu.run("addSlabs", size, { slabs }, view(partial, size, slabs));
};

export const productPlans = {
  matmul: matmulPlan,
  conv2d: conv2dPlan,
  conv2dGradInput: conv2dGradInputPlan,
  conv2dGradWeight: conv2dGradWeightPlan,
} satisfies Partial<Plans>;
