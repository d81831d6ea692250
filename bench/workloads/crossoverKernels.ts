import { referenceKernels } from "../../kernels/reference.ts";
import { conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import { pool2dGeometry } from "../../src/core/geometry/pool2d.ts";
import { reduceGeometry } from "../../src/core/geometry/strided.ts";
import { type Shape, sizeOf } from "../../src/core/shape.ts";
import type { Device, Floats, Handle } from "../../src/devices/device.ts";
import type { Subject } from "../engine/measure.ts";
import { times } from "./lab.ts";
import { convolution, faces, gemm } from "./products.ts";
import { operatorWork, type Traffic } from "./work.ts";

/** A kernel of the seam at one of its sizes. */
export interface SizedKernel extends Required<Pick<Subject, "what" | "size" | "scale" | "shape" | "pass">> {
  readonly traffic: Traffic;
  /** Elements of each input. */
  readonly inputs: readonly number[];
  run(device: Device, inputs: readonly Handle[]): Handle;
  /** The first of the output's elements in float64, by the definition: as many as take a second or two. */
  expected(inputs: readonly Floats[]): Floats;
  /** What an element adds up. */
  readonly terms: number;
}

/** An operator, and the sizes at which it is measured by default. */
export interface GrowingKernel {
  readonly scales: readonly number[];
  at(scale: number): SizedKernel;
}

/** Elements that the definition computes in a second or two. */
const affordable = 2 ** 20;

const sides = [16, 32, 64, 128, 256, 512, 1024, 2048];
const batches = [1, 2, 4, 8, 16, 32, 64];
const elements = [2 ** 10, 2 ** 12, 2 ** 14, 2 ** 16, 2 ** 18, 2 ** 20, 2 ** 22];

type Image = readonly [c: number, h: number, w: number];

/** What is convolved by how many filters, and what is pooled and normalized. */
export interface Layers {
  readonly image: Image;
  readonly filters: number;
  readonly maps: Image;
}

/** torchvision's second convolution, and what its first makes. */
export const alexnetLayers: Layers = { image: [64, 27, 27], filters: 192, maps: [64, 55, 55] };

export function growingKernels({ image, filters, maps }: Layers): GrowingKernel[] {
  return [
    { scales: sides, at: (n) => fromProduct(gemm(n), `n = ${n}`, n) },
    ...faces.map((face): GrowingKernel => {
      return {
        scales: batches,
        at(batch) {
          const g = conv2dGeometry("conv2d", [batch, ...image], [filters, image[0], 5, 5], { padding: 2 });
          return fromProduct(convolution({ name: "", g }, face), `batch ${batch}`, batch);
        },
      };
    }),
    { scales: batches, at: (batch) => maxPool2d(batch, maps) },
    { scales: batches, at: (batch) => localResponseNorm(batch, maps) },
    { scales: batches, at: softmax },
    { scales: elements, at: relu },
    { scales: elements, at: add },
    { scales: elements, at: sum },
  ];
}

function fromProduct(product: ReturnType<typeof gemm>, size: string, scale: number): SizedKernel {
  return {
    ...product,
    ...{ size, scale, inputs: [product.a, product.b] },
    run: (device, [a, b]) => product.run(device, a!, b!),
    expected: ([a, b]) => product.expected(a!, b!),
  };
}

/** One image is computed by the definition. */
function maxPool2d(batch: number, maps: Image): SizedKernel {
  const geometry = (n: number) => pool2dGeometry("maxPool2d", [n, ...maps], { kernel: 3, stride: 2 });
  const [g, first] = [geometry(batch), geometry(1)];
  return {
    ...ofImages("maxPool2d", batch, g.xShape),
    traffic: operatorWork("maxPool2d", "forward", [g.xShape], sizeOf(g.shape), g.kh * g.kw),
    run: (device, [x]) => device.run.maxPool2d(g.shape, x!, g),
    expected: ([x]) => filled(first.shape, (out) => referenceKernels.maxPool2d(out, x!, first)),
    terms: 1,
  };
}

function localResponseNorm(batch: number, [c, h, w]: Image): SizedKernel {
  const constants = { acrossChannels: true, size: 5, before: 2, after: 2, scale: 1e-4 / 5, beta: 0.75, k: 2 };
  const geometry = (n: number) => ({ ...constants, n, c, h, w, shape: [n, c, h, w] });
  const [g, first] = [geometry(batch), geometry(1)];
  return {
    ...ofImages("localResponseNorm", batch, g.shape),
    traffic: operatorWork("localResponseNorm", "forward", [g.shape], sizeOf(g.shape), g.size),
    run: (device, [x]) => device.run.localResponseNorm(g.shape, x!, g),
    expected: ([x]) => filled(first.shape, (out) => referenceKernels.localResponseNorm(out, x!, first)),
    terms: g.size,
  };
}

function softmax(batch: number): SizedKernel {
  const n = 1000;
  const shape = [batch, n];
  const g = { outer: batch, n, inner: 1, shape };
  return {
    ...ofImages("softmax", batch, shape),
    traffic: operatorWork("softmax", "forward", [shape], batch * n, undefined),
    run: (device, [x]) => device.run.softmax(shape, x!, g),
    expected: ([x]) => filled(shape, (out) => referenceKernels.softmax(out, x!, g)),
    terms: n,
  };
}

function relu(n: number): SizedKernel {
  return {
    ...ofElements("relu", n, 1),
    traffic: operatorWork("relu", "forward", [[n]], n, undefined),
    run: (device, [x]) => device.run.relu([n], x!),
    expected: ([x]) => x!.slice(0, affordable).map((value) => Math.max(0, value)),
    terms: 1,
  };
}

function add(n: number): SizedKernel {
  const g = { shape: [n], walk: { dims: [n], strides: [[1], [1]] } };
  return {
    ...ofElements("add", n, 2),
    traffic: { flop: n, read: 8 * n, written: 4 * n },
    run: (device, [a, b]) => device.run.add([n], a!, b!, g),
    expected: ([a, b]) => a!.slice(0, affordable).map((value, i) => value + b![i]!),
    terms: 1,
  };
}

/** Numbers of either sign: the sum, and what its roundings add up to, grow as the root of their number. */
function sum(n: number): SizedKernel {
  const g = reduceGeometry([n], [0], false);
  return {
    ...ofElements("sum", n, 1),
    traffic: { flop: n, read: 4 * n, written: 4 },
    run: (device, [x]) => device.run.sum([], x!, g),
    expected: ([x]) => filled([], (out) => referenceKernels.sum(out, x!, g)),
    terms: Math.ceil(Math.sqrt(n)),
  };
}

function ofImages(what: string, batch: number, shape: Shape) {
  const inputs = [sizeOf(shape)];
  return { what, size: `batch ${batch}`, scale: batch, shape: `x ${times(shape)}`, pass: "forward", inputs } as const;
}

function ofElements(what: string, n: number, count: number) {
  const inputs = new Array<number>(count).fill(n);
  return { what, size: `n = ${n}`, scale: n, shape: `${n} elements`, pass: "forward", inputs } as const;
}

function filled(shape: Shape, fill: (out: Float64Array) => void): Float64Array {
  const out = new Float64Array(sizeOf(shape));
  fill(out);
  return out;
}
