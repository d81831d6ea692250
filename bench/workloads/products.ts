import { referenceKernels } from "../../kernels/reference.ts";
import { type Conv2dGeometry, type Conv2dOptions, conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import { matmulGeometry } from "../../src/core/geometry/matmul.ts";
import { Rng } from "../../src/core/rng.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Device, Floats, Handle } from "../../src/devices/device.ts";
import type { Contender } from "../engine/contender.ts";
import { type Asked, shareOfBound } from "../engine/measure.ts";
import type { Group, Pass } from "../results.ts";
import { closingOnFailure, contendersOn, draw, errorOf, type Job, once, type Plan, times } from "./lab.ts";
import { productWork, type Traffic, workOf } from "./work.ts";

/** A kernel on two inputs. */
interface Product {
  readonly what: string;
  readonly size: string;
  readonly scale?: number;
  readonly shape: string;
  readonly pass: Pass;
  readonly traffic: Traffic;
  /** Elements of the inputs. */
  readonly a: number;
  readonly b: number;
  readonly run: (device: Device, a: Handle, b: Handle) => Handle;
  /** The first of the output's elements in float64, by the definition: as many as take a second or two. */
  readonly expected: (a: Floats, b: Floats) => Floats;
  /** Products that an element adds up. */
  readonly terms: number;
  readonly asked?: readonly Asked[];
}

type Inputs = () => readonly [Float32Array, Float32Array];
type ErrorOf = (got: ArrayLike<number>) => number;

/** A product's inputs, and how far a result of theirs is off: both made when first asked for. */
export function drawInputs(product: Product): { readonly inputs: Inputs; readonly wanted: ErrorOf } {
  const inputs = once(() => {
    const rng = new Rng(1);
    return [draw(product.a, rng), draw(product.b, rng)] as const;
  });
  const expected = once(() => {
    const [a, b] = inputs();
    return product.expected(Float64Array.from(a), Float64Array.from(b));
  });
  return { inputs, wanted: (got) => errorOf(got, expected(), product.terms) };
}

export function jobOn(device: Device, product: Product, inputs: Inputs, wanted: ErrorOf): Job {
  const [a, b] = inputs().map((values) => device.write(values));
  return {
    async run() {
      const out = product.run(device, a, b);
      await device.sync();
      device.free(out);
    },
    async check() {
      const out = product.run(device, a, b);
      const error = wanted(await device.read(out));
      device.free(out);
      return error;
    },
  };
}

export function productPlan(group: Group, product: Product): Plan {
  const { what, size, scale, shape, pass, traffic, asked } = product;
  return {
    ...{ group, what, size, pass },
    async prepare(lab) {
      const { inputs, wanted } = drawInputs(product);
      const contenders = await contendersOn(lab, (device) => jobOn(device, product, inputs, wanted));
      return closingOnFailure(contenders, async () => ({
        ...{ group, what, size, shape, pass, work: workOf(traffic), contenders },
        ...(scale !== undefined && { scale }),
        limits: await lab.limits(contenders, traffic),
        ...(asked && isSingle(contenders[0]) && { asked }),
      }));
    },
  };
}

/** What is asked is asked of one thread. */
function isSingle({ facts }: Contender): boolean {
  const { device, threads } = facts();
  return device === "cpu" && threads === 1;
}

/** Multiply-adds that the definition does in a second or two. */
const affordable = 2 ** 28;

/** [n, n] · [n, n]. */
export function gemm(n: number, asked?: readonly Asked[]): Product {
  const g = matmulGeometry("matmul", [n, n], [n, n]);
  const rows = Math.min(n, Math.ceil(affordable / n ** 2));
  const part = matmulGeometry("matmul", [rows, n], [n, n]);
  return {
    ...{ what: "matmul", size: `${n}³`, scale: n, pass: "forward", terms: n },
    shape: `a ${times([n, n])}, b ${times([n, n])}`,
    traffic: productWork(n, n, n),
    a: n * n,
    b: n * n,
    run: (device, a, b) => device.run.matmul(g.shape, a, b, null, g),
    expected(a, b) {
      const out = new Float64Array(rows * n);
      referenceKernels.matmul(out, a.subarray(0, rows * n), b, null, part);
      return out;
    },
    ...(asked && { asked }),
  };
}

/** Sides of the matrices. */
const sides = [256, 512, 1024, 2048];

const askedOfGemm: readonly Asked[] = [
  { of: shareOfBound, atLeast: 0.75 },
  { of: "cpu, 2 threads", atLeast: 1.85 },
];

export function gemmPlans(sizes: readonly number[] = sides): Plan[] {
  return sizes.map((n) => productPlan("operator", gemm(n, n === 1024 ? askedOfGemm : undefined)));
}

/** A convolution and its gradients, named as the kernels that compute them. */
export const faces = ["conv2d", "conv2dGradInput", "conv2dGradWeight"] as const;
export type Face = (typeof faces)[number];

export interface Layer {
  readonly name: string;
  readonly scale?: number;
  readonly g: Conv2dGeometry;
}

/** The kernels are the seam's; their work is 2·y·(w/k), whichever of the three they compute. */
export function convolution({ name, scale, g }: Layer, face: Face, asked?: readonly Asked[]): Product {
  const [x, w, y] = [sizeOf(g.xShape), sizeOf(g.wShape), sizeOf(g.shape)];
  const first = { ...g, n: 1, xShape: [1, ...g.xShape.slice(1)], shape: [1, ...g.shape.slice(1)] };
  const flop = (2 * y * w) / g.k;
  const pass: Pass = face === "conv2d" ? "forward" : "backward";
  const shared = {
    ...{ what: face, size: name, pass },
    shape: `x ${times(g.xShape)}, w ${times(g.wShape)}`,
    ...(scale !== undefined && { scale }),
    ...(asked && { asked }),
  };
  switch (face) {
    case "conv2d":
      return {
        ...{ ...shared, a: x, b: w, terms: w / g.k },
        traffic: { flop, read: 4 * (x + w), written: 4 * y },
        run: (device, a, b) => device.run.conv2d(g.shape, a, b, null, g),
        expected(a, b) {
          const out = new Float64Array(y / g.n);
          referenceKernels.conv2d(out, a.subarray(0, x / g.n), b, null, first);
          return out;
        },
      };
    case "conv2dGradInput":
      return {
        ...{ ...shared, a: y, b: w, terms: w / (g.c / g.groups) },
        traffic: { flop, read: 4 * (y + w), written: 4 * x },
        run: (device, a, b) => device.run.conv2dGradInput(g.xShape, a, b, g),
        expected(a, b) {
          const out = new Float64Array(x / g.n);
          referenceKernels.conv2dGradInput(out, a.subarray(0, y / g.n), b, first);
          return out;
        },
      };
    case "conv2dGradWeight":
      return {
        ...{ ...shared, a: y, b: x, terms: y / g.k },
        traffic: { flop, read: 4 * (y + x), written: 4 * w },
        run: (device, a, b) => device.run.conv2dGradWeight(g.wShape, a, b, g),
        expected(a, b) {
          const out = new Float64Array(w);
          referenceKernels.conv2dGradWeight(out, a, b, g);
          return out;
        },
      };
  }
}

const layers: readonly [
  name: string,
  image: readonly [c: number, h: number, w: number],
  w: readonly [k: number, c: number, kh: number, kw: number],
  options: Conv2dOptions,
][] = [
  ["conv1", [3, 224, 224], [64, 3, 11, 11], { stride: 4, padding: 2 }],
  ["conv2", [64, 27, 27], [192, 64, 5, 5], { padding: 2 }],
  ["conv3", [192, 13, 13], [384, 192, 3, 3], { padding: 1 }],
  ["conv4", [384, 13, 13], [256, 384, 3, 3], { padding: 1 }],
  ["conv5", [256, 13, 13], [256, 256, 3, 3], { padding: 1 }],
];

/** torchvision's convolutions. */
export function alexNetLayers(batch: number): Layer[] {
  return layers.map(([name, image, w, options]) => ({
    name: `${name}, batch ${batch}`,
    g: conv2dGeometry(name, [batch, ...image], w, options),
  }));
}

const usualBatches = [8];

/** Of conv1 to conv3 60 % of a matrix product's 75 % is asked. */
export function convolutionPlans(batches: readonly number[] = usualBatches): Plan[] {
  return batches.flatMap((batch) =>
    alexNetLayers(batch).flatMap((layer) =>
      faces.map((face) => {
        const isAsked = batch === 8 && /^conv[123]/.test(layer.name);
        return productPlan(
          "operator",
          convolution(layer, face, isAsked ? [{ of: shareOfBound, atLeast: 0.45 }] : undefined),
        );
      }),
    ),
  );
}
