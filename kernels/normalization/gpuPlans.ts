import type { BatchNormGeometry } from "../../src/core/geometry/batchNorm.ts";
import type { LocalResponseNormGeometry } from "../../src/core/geometry/localResponseNorm.ts";
import type { Buffer, View } from "../../src/devices/gpu/driver.ts";
import { type Constants, type Plan, type Plans, view } from "../../src/devices/gpu/plan.ts";
import type { ChannelSizes, Chunks } from "./batchNorm.gpu.ts";
import type { Exponent, Neighborhood, TurnedWindow } from "./localResponseNorm.gpu.ts";

/** Across channels, the channels are the rows of an image that has all pixels in one row. */
function layoutOf({ n, c, h, w, acrossChannels }: LocalResponseNormGeometry) {
  return acrossChannels ? { planes: n, rows: c, columns: h * w } : { planes: n * c, rows: h, columns: w };
}

/** The window as far as it can reach. */
function neighborhoodOf(g: LocalResponseNormGeometry): Neighborhood & TurnedWindow & Constants {
  const { rows, columns } = layoutOf(g);
  const [up, down] = [Math.min(g.before, rows - 1), Math.min(g.after, rows - 1)];
  const [left, right] = g.acrossChannels ? [0, 0] : [Math.min(g.before, columns - 1), Math.min(g.after, columns - 1)];
  return { rows, columns, up, down, left, right, windowRows: up + down + 1, windowColumns: left + right + 1 };
}

function planesOf(x: Buffer, g: LocalResponseNormGeometry): View {
  const { planes, rows, columns } = layoutOf(g);
  return view(x, columns, rows, planes);
}

/** Beyond it, a power costs less than the products that would save it. */
const mostWholes = 8;

function splitExponent(exponent: number): { split: Exponent & Constants; rest: number } {
  const steps = exponent > 0 && exponent < mostWholes ? Math.floor(exponent * 4) : 0;
  const split = { wholes: Math.floor(steps / 4), halves: Math.floor(steps / 2) % 2, quarters: steps % 2 };
  return { split, rest: exponent - steps / 4 };
}

const localResponseNormPlan: Plan<"localResponseNorm"> = (gpu, size, x, g) => {
  const { down, right, ...sizes } = neighborhoodOf(g);
  const { split, rest } = splitExponent(g.beta);
  return gpu.run("localResponseNorm", size, { ...sizes, ...split }, planesOf(x, g), g.k, g.scale, rest);
};

const localResponseNormGradPlan: Plan<"localResponseNormGrad"> = async (gpu, size, dy, x, g) => {
  const { split, rest } = splitExponent(g.beta);
  const z = await localResponseNormPlan(gpu, size, x, { ...g, beta: g.beta + 1 });
  const views = [dy, x, z].map((buffer) => planesOf(buffer, g));
  const numbers = [g.k, g.scale, rest, 2 * g.scale * g.beta];
  return gpu.run("localResponseNormGrad", size, { ...neighborhoodOf(g), ...split }, ...views, ...numbers);
};

function sizesOf({ c, inner }: BatchNormGeometry): ChannelSizes & Constants {
  return { c, inner };
}

const batchNormPlan: Plan<"batchNorm"> = (gpu, size, x, mean, variance, weight, bias, g) => {
  const constants = { ...sizesOf(g), hasWeight: Number(weight !== null), hasBias: Number(bias !== null) };
  return gpu.run("batchNorm", size, constants, x, mean, variance, weight ?? mean, bias ?? mean, g.eps);
};

/** Threads next to each other, which read elements next to each other. */
const mostLanes = 64;
/** What one thread adds up. */
const mostTerms = 128;

function chunksOf({ n, inner }: BatchNormGeometry): Chunks & Constants {
  const rows = Math.ceil(inner / mostLanes);
  const lanes = Math.ceil(inner / rows);
  const pieces = Math.ceil(rows / mostTerms);
  const steps = Math.ceil(rows / pieces);
  const images = Math.min(n, Math.max(1, Math.floor(mostTerms / steps)));
  return { n, images, pieces, steps, lanes };
}

const batchNormGradWeightPlan: Plan<"batchNormGradWeight"> = async (gpu, size, dy, x, mean, variance, g) => {
  const chunks = chunksOf(g);
  const { images, pieces, lanes } = chunks;
  const columns = g.c * lanes;
  let rows = Math.ceil(g.n / images) * pieces;
  const views = [dy, x].map((buffer) => view(buffer, g.inner, g.c, g.n));
  let sums = await gpu.run("channelChunks", rows * columns, { ...sizesOf(g), ...chunks }, ...views, mean);
  while (rows > 1) {
    const constants = { rows, columns, most: Math.min(rows, mostTerms) };
    rows = Math.ceil(rows / mostTerms);
    sums = await gpu.run("sumRows", rows * columns, constants, view(sums, columns, constants.rows));
  }
  return gpu.run("batchNormGradWeight", size, { lanes }, view(sums, lanes, g.c), variance, g.eps);
};

const batchNormGradInputPlan: Plan<"batchNormGradInput"> = (gpu, size, dy, x, mean, variance, weight, gw, gb, g) => {
  const constants = { ...sizesOf(g), hasWeight: Number(weight !== null) };
  const count = g.n * g.inner;
  return gpu.run("batchNormGradInput", size, constants, dy, x, mean, variance, weight ?? mean, gw, gb, g.eps, count);
};

export const normalizationPlans = {
  localResponseNorm: localResponseNormPlan,
  localResponseNormGrad: localResponseNormGradPlan,
  batchNorm: batchNormPlan,
  batchNormGradWeight: batchNormGradWeightPlan,
  batchNormGradInput: batchNormGradInputPlan,
} satisfies Partial<Plans>;
