import fc from "fast-check";
import { Rng } from "../../src/core/rng.ts";
import { type Shape, sizeOf } from "../../src/core/shape.ts";
import { tensor } from "../../src/create.ts";
import { between, type Domain, type OpInfo, opInfo } from "../../src/gradcheck/op-info/op-info.ts";
import * as ag from "../../src/index.ts";

const int = (min: number, max: number) => fc.integer({ min, max });
/** Mostly small, sometimes large. */
const sized = (max: number) => fc.oneof(int(1, 9), int(1, Math.ceil(max / 8)), int(1, max));

/** Of any sign, from 2⁻²⁰ to 2²⁰. */
const wide: Domain = (size, rng) =>
  Float64Array.from({ length: size }, () => (rng.int(2) * 2 - 1) * 2 ** rng.uniform(-20, 20));
/** Whose sums grow with their length. */
const biased = between(-1, 1.2);
/** Whole numbers of which many are equal. */
export const ties: Domain = (size, rng) => Float64Array.from({ length: size }, () => rng.int(7) - 3);

/** Shapes of 1 to 5 dimensions, of which one or two are long. */
const shapes = fc
  .array(fc.oneof(int(1, 4), int(1, 40), int(1, 700)), { minLength: 1, maxLength: 5 })
  .filter((shape) => sizeOf(shape) <= 10_000);

function unary(name: string, op: (x: ag.Tensor) => ag.Tensor, domain: Domain): OpInfo {
  return opInfo(name, int(1, 2000), (size) => ({ inputs: [{ shape: [size], domain }], run: (x) => op(x!) }));
}

/** A shape, and parts of it that broadcast to it. */
const broadcasting = shapes.chain((shape) => {
  const part = fc
    .tuple(fc.nat({ max: shape.length }), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
    .map(([drop, ones]) => shape.map((dim, i) => (ones[i] ? 1 : dim)).slice(drop));
  return fc.oneof(fc.tuple(part, part), fc.tuple(fc.constant(shape), part), fc.tuple(part, fc.constant(shape)));
});

function binary(name: string, op: (a: ag.Tensor, b: ag.Tensor) => ag.Tensor, a: Domain, b = a): OpInfo {
  return opInfo(name, broadcasting, ([aShape, bShape]: readonly [Shape, Shape]) => ({
    inputs: [
      { shape: aShape, domain: a },
      { shape: bShape, domain: b },
    ],
    run: (x, y) => op(x!, y!),
  }));
}

const elementwise: readonly OpInfo[] = [
  unary("neg", ag.neg, wide),
  unary("exp", ag.exp, between(-110, 95)),
  unary("log", (x) => ag.log(ag.abs(x)), wide),
  unary("sqrt", (x) => ag.sqrt(ag.abs(x)), wide),
  unary("sign", ag.sign, ties),
  unary("relu", ag.relu, wide),
  unary("sigmoid", ag.sigmoid, between(-110, 110)),
  unary("tanh", ag.tanh, between(-12, 12)),
  unary("clamp", (x) => ag.clamp(x, { min: -0.3, max: 700.1 }), wide),
  unary("dropout", (x) => ag.dropout(x, { p: 0.37, rng: new Rng(7) }), wide),
  binary("add", ag.add, wide),
  binary("sub", ag.sub, wide),
  binary("mul", ag.mul, wide),
  binary("div", ag.div, wide),
  binary("pow", ag.pow, between(0.01, 30), between(-20, 20)),
  binary("maximum", ag.maximum, ties),
  binary("equal", ag.equal, ties),
  binary("greater", ag.greater, ties),
];

function reduction(name: string, op: (x: ag.Tensor, options: ag.ReduceOptions) => ag.Tensor): OpInfo {
  const geometries = shapes.chain((shape) => fc.tuple(fc.constant(shape), fc.subarray(shape.map((_, i) => i))));
  return opInfo(name, geometries, ([shape, axis]) => ({
    inputs: [{ shape, domain: biased }],
    run: (x) => op(x!, { axis }),
    options: { axis },
  }));
}

function alongAxis(name: string, op: (x: ag.Tensor, options: ag.AxisOptions) => ag.Tensor): OpInfo {
  return opInfo(name, fc.tuple(shapes, fc.nat({ max: 4 })), ([shape, draw]) => {
    const options = { axis: draw % shape.length };
    return { inputs: [{ shape, domain: between(-40, 40) }], run: (x) => op(x!, options), options };
  });
}

const axes: readonly OpInfo[] = [
  reduction("sum", ag.sum),
  reduction("mean", ag.mean),
  reduction("max", ag.max),
  reduction("variance", (x, options) => ag.variance(x, { ...options, correction: 0 })),
  alongAxis("softmax", ag.softmax),
  alongAxis("logSoftmax", ag.logSoftmax),
];

const layout: readonly OpInfo[] = [
  opInfo(
    "permute",
    shapes.chain((shape) => {
      const all = shape.map((_, i) => i);
      return fc.tuple(fc.constant(shape), fc.shuffledSubarray(all, { minLength: all.length }));
    }),
    ([shape, order]) => ({
      inputs: [{ shape, domain: wide }],
      run: (x) => ag.permute(x!, order),
      options: { order },
    }),
  ),
  opInfo("slice", fc.tuple(shapes, fc.nat({ max: 4 }), fc.nat({ max: 20 }), int(1, 4)), ([shape, draw, from, step]) => {
    const axis = draw % shape.length;
    const options = { axis, start: from % shape[axis], step };
    return { inputs: [{ shape, domain: wide }], run: (x) => ag.slice(x!, options), options };
  }),
  opInfo(
    "pad",
    fc.tuple(shapes, fc.nat({ max: 4 }), int(0, 9), int(0, 9), int(0, 2)),
    ([shape, draw, before, after, interior]) => {
      const options = { padding: [{ axis: draw % shape.length, before, after, interior }], value: 0.1 };
      return { inputs: [{ shape, domain: wide }], run: (x) => ag.pad(x!, options), options };
    },
  ),
  opInfo("concat", fc.tuple(shapes, fc.nat({ max: 4 }), int(1, 50)), ([shape, draw, other]) => {
    const options = { axis: draw % shape.length };
    const inputs = [shape, shape.with(options.axis, other)].map((part) => ({ shape: part, domain: wide }));
    return { inputs, run: (a, b) => ag.concat([a!, b!], options), options };
  }),
];

const product = fc
  .record({ m: sized(400), k: sized(400), n: sized(400), transposeA: fc.boolean(), transposeB: fc.boolean() })
  .filter(({ m, k, n }) => m * k * n <= 1_500_000);

/** Along an axis: a window, and an input in which it has room. */
const axis = (most: { kernel: number; stride: number; dilation: number; pad: "below kernel" | "any"; size: number }) =>
  fc
    .record({
      kernel: int(1, most.kernel),
      stride: int(1, most.stride),
      dilation: int(1, most.dilation),
      before: int(0, most.kernel),
      after: int(0, most.kernel),
      size: int(1, most.size),
    })
    .map(({ before, after, size, ...window }) => {
      const limit = most.pad === "any" ? most.kernel : window.kernel - 1;
      const [start, end] = [Math.min(before, limit), Math.min(after, limit)];
      const span = window.dilation * (window.kernel - 1) + 1;
      return { ...window, before: start, after: end, size: Math.max(size, span - start - end) };
    });

type Axis = typeof axis extends (most: never) => fc.Arbitrary<infer T> ? T : never;

function windowOptions(h: Axis, w: Axis) {
  return {
    stride: [h.stride, w.stride] as const,
    padding: { top: h.before, bottom: h.after, left: w.before, right: w.after },
  };
}

interface Convolution {
  readonly n: number;
  readonly groups: number;
  /** Of one group. */
  readonly channels: number;
  readonly filters: number;
  readonly h: Axis;
  readonly w: Axis;
  readonly ceilMode: boolean;
  readonly withBias: boolean;
}

/** Multiply-adds, about. */
function work({ n, groups, channels, filters, h, w }: Convolution): number {
  const windows = ({ size, before, after, stride }: Axis) => (size + before + after) / stride;
  return n * groups * channels * filters * h.kernel * w.kernel * windows(h) * windows(w);
}

/** With fewer filters where it would take long. */
function convolution(name: string, geometries: fc.Arbitrary<Convolution>): OpInfo {
  const affordable = geometries.map((g) => {
    return { ...g, filters: Math.max(1, Math.floor(g.filters * Math.min(1, 700_000 / work(g)))) };
  });
  return opInfo(name, affordable, ({ n, groups, channels, filters, h, w, ceilMode, withBias }) => {
    const options = { groups, ceilMode, dilation: [h.dilation, w.dilation] as const, ...windowOptions(h, w) };
    const shapes = [
      [n, groups * channels, h.size, w.size],
      [groups * filters, channels, h.kernel, w.kernel],
      ...(withBias ? [[groups * filters]] : []),
    ];
    return {
      inputs: shapes.map((shape) => ({ shape, domain: biased })),
      run: (x, kernel, bias) => ag.conv2d(x!, kernel!, { ...options, bias: bias ?? null }),
      options,
    };
  });
}

const convAxis = axis({ kernel: 7, stride: 4, dilation: 3, pad: "any", size: 40 });
const small = axis({ kernel: 5, stride: 3, dilation: 2, pad: "any", size: 12 });
const dense = axis({ kernel: 3, stride: 1, dilation: 1, pad: "any", size: 24 });
const batch = { n: int(1, 3), ceilMode: fc.boolean(), withBias: fc.boolean() };

const products: readonly OpInfo[] = [
  opInfo("matmul", product, ({ m, k, n, ...options }) => ({
    inputs: [options.transposeA ? [k, m] : [m, k], options.transposeB ? [n, k] : [k, n]].map((shape) => ({
      shape,
      domain: biased,
    })),
    run: (a, b) => ag.matmul(a!, b!, options),
    options,
  })),
  opInfo(
    "matmul of batches",
    fc.tuple(
      fc.array(int(1, 4), { maxLength: 2 }),
      fc.tuple(fc.nat({ max: 2 }), fc.boolean()),
      fc.tuple(fc.nat({ max: 2 }), fc.boolean()),
      fc.tuple(int(1, 40), int(1, 40), int(1, 40)),
    ),
    ([lead, a, b, [m, k, n]]) => {
      const part = ([drop, one]: readonly [number, boolean]) =>
        lead.map((dim, i) => (one && i === 0 ? 1 : dim)).slice(drop);
      const inputs = [
        [...part(a), m, k],
        [...part(b), k, n],
      ].map((shape) => ({ shape, domain: biased }));
      return { inputs, run: (x, y) => ag.matmul(x!, y!) };
    },
  ),
  opInfo("linear", product, ({ m, k, n }) => ({
    inputs: [[m, k], [n, k], [n]].map((shape) => ({ shape, domain: biased })),
    run: (x, w, bias) => ag.linear(x!, w!, { bias: bias! }),
  })),
  convolution(
    "conv2d",
    fc.record({
      ...batch,
      groups: fc.constantFrom(1, 1, 2, 3),
      channels: int(1, 13),
      filters: int(1, 13),
      h: convAxis,
      w: convAxis,
    }),
  ),
  convolution(
    "conv2d of many channels",
    fc.record({
      ...batch,
      groups: fc.constant(1),
      channels: int(1, 40),
      filters: int(1, 40),
      h: small,
      w: small,
    }),
  ),
  convolution(
    "conv2d of several blocks",
    fc.record({
      ...batch,
      n: fc.constant(1),
      groups: fc.constant(1),
      channels: int(29, 40),
      filters: int(1, 40),
      h: dense.map((h) => ({ ...h, kernel: 3, size: 17 + (h.size % 8) })),
      w: dense.map((w) => ({ ...w, kernel: 3, size: 17 + (w.size % 8) })),
    }),
  ),
  convolution(
    "depthwise conv2d",
    fc.record({
      ...batch,
      groups: int(1, 12),
      channels: fc.constant(1),
      filters: int(1, 4),
      h: convAxis,
      w: convAxis,
    }),
  ),
];

const poolAxis = axis({ kernel: 7, stride: 4, dilation: 1, pad: "below kernel", size: 40 });
const pools = fc.record({
  n: int(1, 2),
  c: int(1, 5),
  h: poolAxis,
  w: poolAxis,
  ceilMode: fc.boolean(),
  countIncludePad: fc.boolean(),
});

const windows: readonly OpInfo[] = [
  opInfo("maxPool2d", pools, ({ n, c, h, w, ceilMode }) => {
    const options = { kernel: [h.kernel, w.kernel] as const, ceilMode, ...windowOptions(h, w) };
    const inputs = [{ shape: [n, c, h.size, w.size], domain: ties }];
    return { inputs, run: (x) => ag.maxPool2d(x!, options), options };
  }),
  opInfo("avgPool2d", pools, ({ n, c, h, w, ceilMode, countIncludePad }) => {
    const options = { kernel: [h.kernel, w.kernel] as const, ceilMode, countIncludePad, ...windowOptions(h, w) };
    const inputs = [{ shape: [n, c, h.size, w.size], domain: biased }];
    return { inputs, run: (x) => ag.avgPool2d(x!, options), options };
  }),
];

const normalization: readonly OpInfo[] = [
  opInfo(
    "localResponseNorm",
    fc.record({
      n: int(1, 2),
      size: int(1, 9),
      alpha: fc.constantFrom(1e-4, 0.3, 2),
      beta: fc.constantFrom(0, 0.5, 0.75, 1, 0.6, 1.7),
      k: fc.constantFrom(0.5, 1, 2),
      divideAlpha: fc.boolean(),
      maps: fc.oneof(
        { weight: 3, arbitrary: fc.tuple(fc.constant("across" as const), int(1, 24), int(1, 14), int(1, 14)) },
        { weight: 3, arbitrary: fc.tuple(fc.constant("within" as const), int(1, 24), int(1, 14), int(1, 14)) },
        // More than one strip of an image.
        { weight: 1, arbitrary: fc.tuple(fc.constant("across" as const), int(81, 90), int(13, 15), int(33, 35)) },
      ),
    }),
    ({ n, maps: [channels, c, h, w], ...rest }) => {
      const options = { channels, ...rest };
      const inputs = [{ shape: [n, c, h, w], domain: between(-3, 3) }];
      return { inputs, run: (x) => ag.localResponseNorm(x!, options), options };
    },
  ),
  opInfo(
    "batchNorm",
    fc.record({
      n: int(2, 6),
      c: int(1, 11),
      inner: fc.oneof(fc.constant([]), fc.tuple(int(1, 90)), fc.tuple(int(1, 12), int(1, 12))),
      training: fc.boolean(),
      eps: fc.constantFrom(0, 1e-5, 0.1),
      withWeight: fc.boolean(),
      withBias: fc.boolean(),
    }),
    ({ n, c, inner, training, eps, withWeight, withBias }) => ({
      inputs: [
        { shape: [n, c, ...inner], domain: biased },
        ...(withWeight ? [{ shape: [c], domain: between(-1.5, 1.5) }] : []),
        ...(withBias ? [{ shape: [c], domain: between() }] : []),
      ],
      run: (x, ...parameters) => {
        const weight = withWeight ? parameters[0] : null;
        const bias = withBias ? parameters.at(-1)! : null;
        const { device } = x!;
        const runningMean = tensor(new Float64Array(c).fill(0.2), [c], { device });
        const runningVar = tensor(new Float64Array(c).fill(0.7), [c], { device });
        return ag.batchNorm(x!, { weight, bias, runningMean, runningVar, training, eps });
      },
      options: { training, eps },
    }),
  ),
];

const losses: readonly OpInfo[] = [
  opInfo("crossEntropy", fc.tuple(int(1, 70), int(1, 90), fc.nat()), ([rows, classes, seed]) => {
    const rng = new Rng(seed);
    const labels = Array.from({ length: rows }, () => rng.int(classes));
    return {
      inputs: [{ shape: [rows, classes], domain: between(-9, 9) }],
      run: (x) => ag.crossEntropy(x!, labels, { labelSmoothing: 0.1 }),
    };
  }),
];

/** Rows as in the table of operators, of sizes that take many vectors, several tiles and several blocks. */
export const largeOps: readonly OpInfo[] = [
  ...elementwise,
  ...axes,
  ...layout,
  ...products,
  ...windows,
  ...normalization,
  ...losses,
];
