import fc from "fast-check";
import type { Shape } from "../../core/shape.ts";
import { conv2d, depthwiseSeparableConv2d } from "../../ops/index.ts";
import { attribute } from "./attribute.ts";
import * as cpu from "./cpuBounds.ts";
import * as gpu from "./gpuBounds.ts";
import { apply, type KernelInfos, reference, total, zeros } from "./kernelInfo.ts";
import { largeConvolutions } from "./largeConvolutions.ts";
import { abs } from "./magnitudes.ts";
import { between, type OpCase, opInfo } from "./op-info.ts";
import { type BadCall, grid, inf, nan, type Row, type SizedOp } from "./row.ts";
import * as attributes from "./windowAttributes.ts";
import { axisCases, readSame, same, windowOptions } from "./windows.ts";

const domain = between();
const size = fc.integer({ min: 1, max: 3 });
const convAxis = axisCases({ dilation: 2, padding: 2 });

const { stride, padding, dilation, kernel } = attributes;
const sliding = { stride, padding, dilation, kernel };

/** A convolution of AlexNet's. */
function layer(
  name: string,
  { x, w, ...options }: { x: Shape; w: Shape; stride?: number; padding?: number; groups?: number },
): SizedOp {
  const terms = Math.max(x[2] * x[3], w[0] * w[2] * w[3]);
  const run: OpCase["run"] = (image, kernel, bias) => conv2d(image!, kernel!, { ...options, bias: bias! });
  return { name, shapes: [x, w, [w[0]]], terms, run };
}

const errors: readonly BadCall[] = [
  [
    "a wrong rank",
    (t) => conv2d(t(3, 8, 8), t(4, 3, 3, 3)),
    "conv2d: expected x [n, c, h, w] of rank 4; got [3, 8, 8]",
  ],
  [
    "channels that groups do not divide",
    (t) => conv2d(t(1, 4, 8, 8), t(6, 2, 3, 3), { groups: 3 }),
    "conv2d: expected channels divisible by groups (3); got c = 4 in x [1, 4, 8, 8] and k = 6 in w [6, 2, 3, 3]",
  ],
  [
    "a weight of the wrong depth",
    (t) => conv2d(t(1, 4, 8, 8), t(6, 4, 3, 3), { groups: 2 }),
    "conv2d: expected w with c / groups = 2 input channels; got w [6, 4, 3, 3] for x [1, 4, 8, 8], groups 2",
  ],
  [
    "a window larger than the padded input",
    (t) => conv2d(t(1, 1, 4, 4), t(1, 1, 3, 3), { dilation: 3, padding: 1 }),
    "conv2d: expected a window no larger than the padded input; got a window of 7 over 4 + 1 + 1",
  ],
  [
    "stride 0",
    (t) => conv2d(t(1, 1, 4, 4), t(1, 1, 3, 3), { stride: 0 }),
    "conv2d: expected stride to be a whole number ≥ 1; got 0",
  ],
  [
    "a bias of the wrong size",
    (t) => conv2d(t(1, 1, 4, 4), t(2, 1, 3, 3), { bias: t(3) }),
    "conv2d: expected bias of shape [2]; got [3]",
  ],
  [
    "a null in place of weights",
    (t) => Reflect.apply(conv2d, undefined, [t(1, 1, 4, 4), null]),
    "conv2d: expected w to be a tensor; got null",
  ],
  [
    "a padding by name",
    (t) => Reflect.apply(conv2d, undefined, [t(1, 1, 4, 4), t(1, 1, 3, 3), { padding: "valid" }]),
    'conv2d: expected padding to be "same", a number, [h, w] or an object with top, bottom, left, right; got "valid"',
  ],
  [
    "an option that is not there",
    (t) => Reflect.apply(conv2d, undefined, [t(1, 1, 4, 4), t(1, 1, 3, 3), { strides: 2 }]),
    "conv2d: expected options among stride, padding, dilation, groups, ceilMode, bias; got strides (stride?)",
  ],
];

export const convolution: readonly Row[] = [
  {
    ...opInfo(
      "conv2d",
      fc
        .record({
          n: fc.integer({ min: 1, max: 2 }),
          groups: size,
          channels: fc.integer({ min: 1, max: 2 }),
          filters: fc.integer({ min: 1, max: 2 }),
          h: convAxis,
          w: convAxis,
          same,
          ceilMode: fc.boolean(),
          bias: fc.boolean(),
        })
        .map(readSame),
      ({ n, groups, channels, filters, h, w, same, ceilMode, bias }) => {
        const window = { dilation: [h.dilation, w.dilation] as const, ...windowOptions({ h, w, same }) };
        const options = { groups, ceilMode, ...window };
        const inputs = [
          { shape: [n, groups * channels, h.size, w.size], domain },
          { shape: [groups * filters, channels, h.kernel, w.kernel], domain },
          ...(bias ? [{ shape: [groups * filters], domain }] : []),
        ];
        return { inputs, run: (x, kernel, b) => conv2d(x!, kernel!, { ...options, bias: b ?? null }), options };
      },
      {
        ...sliding,
        batch: attributes.batch,
        bias: attributes.bias,
        rounding: attributes.rounding,
        windows: attributes.windows,
        groups: attribute(["1", "several", "depthwise"], ({ groups, channels }) =>
          groups === 1 ? "1" : channels === 1 ? "depthwise" : "several",
        ),
      },
    ),
    op: conv2d,
    example: (from) => [
      from.p(1, 4, 5, 5),
      from.p(2, 2, 3, 3),
      { stride: 1, padding: [1, 0], ceilMode: false, dilation: 1, groups: 2, bias: from.p(2) },
    ],
    isExact: true,
    // A weight may be multiplied with the zeros of the padding, or not.
    spoils: 1,
    large: largeConvolutions,
    corners: [
      {
        run: (x, w) => conv2d(x!, w!),
        inputs: [grid([1, 1, 1, 3], [inf, 1, 1]), grid([1, 1, 1, 2], [0, 1])],
        y: [nan, 1],
        gradients: [
          [0, 1, 1],
          [inf, 2],
        ],
      },
    ],
    kinks: "it is linear in each input",
    errors,
    golden: { call: ({ x, w, bias }, options) => conv2d(x, w, { ...options, bias: bias ?? null }) },
    sizes: [
      layer("conv1", { x: [1, 3, 227, 227], w: [96, 3, 11, 11], stride: 4 }),
      layer("conv2", { x: [1, 96, 27, 27], w: [256, 48, 5, 5], padding: 2, groups: 2 }),
      layer("conv3", { x: [1, 256, 13, 13], w: [384, 256, 3, 3], padding: 1 }),
      layer("conv4", { x: [1, 384, 13, 13], w: [384, 192, 3, 3], padding: 1, groups: 2 }),
      layer("conv5", { x: [1, 384, 13, 13], w: [256, 192, 3, 3], padding: 1, groups: 2 }),
    ],
  },
  {
    ...opInfo(
      "depthwiseSeparableConv2d",
      fc
        .record({ c: size, multiplier: fc.integer({ min: 1, max: 2 }), k: size, h: convAxis, w: convAxis, same })
        .map(readSame),
      ({ c, multiplier, k, h, w, same }) => {
        const options = { dilation: [h.dilation, w.dilation] as const, ...windowOptions({ h, w, same }) };
        const inputs = [
          { shape: [1, c, h.size, w.size], domain },
          { shape: [c * multiplier, 1, h.kernel, w.kernel], domain },
          { shape: [k, c * multiplier, 1, 1], domain },
          { shape: [k], domain },
        ];
        const run: OpCase["run"] = (x, depthwise, pointwise, bias) =>
          depthwiseSeparableConv2d(x!, depthwise!, pointwise!, { ...options, bias: bias! });
        return { inputs, run, options };
      },
      {
        ...sliding,
        multiplier: attribute(["1", "2"], ({ multiplier }) => (multiplier === 1 ? "1" : "2")),
      },
    ),
    op: depthwiseSeparableConv2d,
    example: (from) => [
      from.p(1, 2, 5, 5),
      from.p(2, 1, 3, 3),
      from.p(3, 2, 1, 1),
      { stride: 1, padding: [1, 0], ceilMode: false, dilation: 1, bias: from.p(3) },
    ],
    large: "two calls of conv2d",
    corners: "two calls of conv2d",
    kinks: "two calls of conv2d",
    errors: "two calls of conv2d",
    golden: "two calls of conv2d",
    sizes: "two calls of conv2d",
  },
];

export const convolutionKernels: KernelInfos<"conv2d" | "conv2dGradInput" | "conv2dGradWeight"> = {
  conv2d: {
    tangent: ({ length }, [x, w, , g], [dx, dw, dBias]) =>
      total(
        dx && apply("conv2d", length, dx, w, null, g),
        dw && apply("conv2d", length, x, dw, null, g),
        dBias && apply("conv2d", length, zeros(x), w, dBias, g),
      ),
    cpu: (y, x, w, bias, g) =>
      cpu.summed((g.c / g.groups) * g.kh * g.kw + 1, y, (terms) =>
        reference.conv2d(terms, abs(x), abs(w), bias && abs(bias), g),
      ),
    gpu: (y, x, w, bias, g) =>
      gpu.summed((g.c / g.groups) * g.kh * g.kw + 1, 1, [x, w, bias], y, (terms) =>
        reference.conv2d(terms, abs(x), abs(w), bias && abs(bias), g),
      ),
  },
  conv2dGradInput: {
    tangent: ({ length }, [dy, w, g], [ddy, dw]) =>
      total(ddy && apply("conv2dGradInput", length, ddy, w, g), dw && apply("conv2dGradInput", length, dy, dw, g)),
    cpu: (dx, dy, w, g) =>
      cpu.summed((g.k / g.groups) * g.kh * g.kw, dx, (terms) => reference.conv2dGradInput(terms, abs(dy), abs(w), g)),
    gpu: (dx, dy, w, g) =>
      gpu.summed((g.k / g.groups) * g.kh * g.kw, 1, [dy, w], dx, (terms) =>
        reference.conv2dGradInput(terms, abs(dy), abs(w), g),
      ),
  },
  conv2dGradWeight: {
    tangent: ({ length }, [dy, x, g], [ddy, dx]) =>
      total(ddy && apply("conv2dGradWeight", length, ddy, x, g), dx && apply("conv2dGradWeight", length, dy, dx, g)),
    cpu: (dw, dy, x, g) =>
      cpu.summed(g.n * g.oh * g.ow, dw, (terms) => reference.conv2dGradWeight(terms, abs(dy), abs(x), g)),
    gpu: (dw, dy, x, g) =>
      gpu.summed(g.n * g.oh * g.ow, 1, [dy, x], dw, (terms) => reference.conv2dGradWeight(terms, abs(dy), abs(x), g)),
  },
};
