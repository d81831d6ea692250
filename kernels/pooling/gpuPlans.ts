import type { AvgPool2dGeometry, Pool2dGeometry } from "../../src/core/geometry/pool2d.ts";
import type { Buffer, View } from "../../src/devices/gpu/driver.ts";
import { type Constants, type Plan, type Plans, view } from "../../src/devices/gpu/plan.ts";
import type { Counted } from "./avgPool2d.gpu.ts";
import type { Cover, PoolSizes } from "./maxPool2d.gpu.ts";

function sizesOf({ h, w, kh, kw, oh, ow, sh, sw, top, left }: Pool2dGeometry): PoolSizes & Constants {
  return { h, w, kh, kw, oh, ow, sh, sw, top, left };
}

function coverOf({ kh, kw, sh, sw }: Pool2dGeometry): Cover & Constants {
  return { rows: Math.ceil(kh / sh), columns: Math.ceil(kw / sw) };
}

function countedOf(g: AvgPool2dGeometry): Counted & Constants {
  const { top, bottom, left, right } = g.countIncludePad ? g : { top: 0, bottom: 0, left: 0, right: 0 };
  return { firstRow: -top, endRow: g.h + bottom, firstColumn: -left, endColumn: g.w + right };
}

function inputs(x: Buffer, { n, c, h, w }: Pool2dGeometry): View {
  return view(x, w, h, n * c);
}

function outputs(y: Buffer, { n, c, oh, ow }: Pool2dGeometry): View {
  return view(y, ow, oh, n * c);
}

const maxPool2dPlan: Plan<"maxPool2d"> = (gpu, size, x, g) => gpu.run("maxPool2d", size, sizesOf(g), inputs(x, g));

const maxPool2dOffsetPlan: Plan<"maxPool2dOffset"> = (gpu, size, x, g) =>
  gpu.run("maxPool2dOffset", size, sizesOf(g), inputs(x, g));

const maxPool2dGradPlan: Plan<"maxPool2dGrad"> = (gpu, size, dy, offset, g) =>
  gpu.run("maxPool2dGrad", size, { ...sizesOf(g), ...coverOf(g) }, outputs(dy, g), outputs(offset, g));

const maxPool2dGatherPlan: Plan<"maxPool2dGather"> = (gpu, size, x, offset, g) =>
  gpu.run("maxPool2dGather", size, sizesOf(g), inputs(x, g), offset);

const avgPool2dPlan: Plan<"avgPool2d"> = (gpu, size, x, g) =>
  gpu.run("avgPool2d", size, { ...sizesOf(g), ...countedOf(g) }, inputs(x, g));

const avgPool2dGradPlan: Plan<"avgPool2dGrad"> = (gpu, size, dy, g) =>
  gpu.run("avgPool2dGrad", size, { ...sizesOf(g), ...countedOf(g), ...coverOf(g) }, outputs(dy, g));

export const poolingPlans = {
  maxPool2d: maxPool2dPlan,
  maxPool2dOffset: maxPool2dOffsetPlan,
  maxPool2dGrad: maxPool2dGradPlan,
  maxPool2dGather: maxPool2dGatherPlan,
  avgPool2d: avgPool2dPlan,
  avgPool2dGrad: avgPool2dGradPlan,
} satisfies Partial<Plans>;
