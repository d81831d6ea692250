import type { ReduceGeometry, Walk } from "../../src/core/geometry/strided.ts";
import { sizeOf, stridesOf } from "../../src/core/shape.ts";
import type { Source } from "../../src/devices/gpu/driver.ts";
import { type Constants, type Plan, type Plans, view } from "../../src/devices/gpu/plan.ts";
import { stretch } from "../elementwise/stretch.gpuPlans.ts";
import { type Axis, fold } from "./fold.gpuPlans.ts";

export const reductionPlans = {
  sum: (gpu, _, x, g) => fold(gpu, axesOf(g), (threads, part) => gpu.run("sum", threads, part, x), "sum"),
  mean: (gpu, _, x, g) => fold(gpu, axesOf(g), (threads, part) => gpu.run("mean", threads, part, x, g.count), "sum"),
  max: (gpu, _, x, g) => fold(gpu, axesOf(g), (threads, part) => gpu.run("max", threads, part, x), "max"),
  min: (gpu, _, x, g) => fold(gpu, axesOf(g), (threads, part) => gpu.run("min", threads, part, x), "min"),
  argmax: (gpu, size, x, { n, inner }) => gpu.run("argmax", size, { n, inner }, x),
  async variance(gpu, _, x, means, g) {
    const { dims, strides } = dimensionsOf(g);
    const { buffer, inner, period } = await stretch(gpu, x.size, means, dims, strides);
    const first = (threads: number, part: Constants) =>
      gpu.run("variance", threads, part, x, buffer, inner, period, g.divisor);
    return fold(gpu, axesOf(g), first, "sum");
  },
  softmax: alongAxis("softmax"),
  logSoftmax: alongAxis("logSoftmax"),
} satisfies Partial<Plans>;

/** All dimensions of x, which is row-major, from the outermost in; the strides are the output's, 0 if reduced. */
function dimensionsOf({ kept, reduced }: ReduceGeometry): { dims: number[]; strides: number[] } {
  const list = (walk: Walk, strides: readonly number[]) =>
    walk.dims.map((size, d) => ({ size, place: walk.strides[0][d], stride: strides[d] ?? 0 }));
  const all = [...list(kept, stridesOf(kept.dims)), ...list(reduced, [])].sort((a, b) => b.place - a.place);
  return { dims: all.map(({ size }) => size), strides: all.map(({ stride }) => stride) };
}

/** What is reduced, from the innermost out: each axis as it is when those inside it are gone. */
function axesOf(g: ReduceGeometry): Axis[] {
  const { dims, strides } = dimensionsOf(g);
  const axes: Axis[] = [];
  let outer = sizeOf(dims);
  let inner = 1;
  for (let d = dims.length - 1; d >= 0; d--) {
    outer /= dims[d];
    if (strides[d] === 0) axes.push({ outer, n: dims[d], inner });
    else inner *= dims[d];
  }
  return axes;
}

/** Each line's largest element, then its Σ exp(x − peak), then the output. */
function alongAxis(kernel: Source): Plan<"softmax"> {
  return async (gpu, size, x, { outer, n, inner }) => {
    const axes = [{ outer, n, inner }];
    const peak = await fold(gpu, axes, (threads, part) => gpu.run("max", threads, part, x), "max");
    const peaks = view(peak, inner, outer);
    const total = await fold(
      gpu,
      axes,
      (threads, part) => gpu.run("softmaxTotal", threads, { ...part, inner }, x, peaks),
      "sum",
    );
    return gpu.run(kernel, size, { line: n * inner, inner }, x, peaks, view(total, inner, outer));
  };
}
