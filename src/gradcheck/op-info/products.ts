import fc from "fast-check";
import { conv2d } from "../../ops/conv2d.ts";
import { depthwiseSeparableConv2d } from "../../ops/depthwiseSeparableConv2d.ts";
import { linear } from "../../ops/linear.ts";
import { matmul } from "../../ops/matmul.ts";
import { attribute, flag } from "./attribute.ts";
import { between, broadcastingShapes, type OpCase, type OpInfo, opInfo, shapes } from "./op-info.ts";
import { meeting, rankAttribute } from "./shapeAttributes.ts";
import * as attributes from "./windowAttributes.ts";
import { axisCases, windowOptions } from "./windows.ts";

const domain = between();
const size = fc.integer({ min: 1, max: 3 });
const convAxis = axisCases({ dilation: 2, padding: 2 });

const { stride, padding, dilation, kernel } = attributes;
const sliding = { stride, padding, dilation, kernel };

export const products: readonly OpInfo[] = [
  opInfo(
    "matmul",
    fc.record({
      batch: broadcastingShapes().map(([a, b]) => [a.slice(-2), b.slice(-2)] as const),
      m: size,
      k: size,
      n: size,
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
    }),
    ({ batch: [aBatch, bBatch], m, k, n, ...options }) => ({
      inputs: [
        { shape: [...aBatch, ...(options.transposeA ? [k, m] : [m, k])], domain },
        { shape: [...bBatch, ...(options.transposeB ? [n, k] : [k, n])], domain },
      ],
      run: (a, b) => matmul(a!, b!, options),
      options,
    }),
    {
      batch: attribute(["equal shapes", "stretched", "rank differs"], ({ batch }) => meeting(batch)),
      transposeA: flag(({ transposeA }) => transposeA),
      transposeB: flag(({ transposeB }) => transposeB),
    },
  ),
  opInfo(
    "linear",
    fc.tuple(shapes(0, 2), size, size, fc.boolean()),
    ([lead, inputs, outputs, bias]) => ({
      inputs: [[...lead, inputs], [outputs, inputs], ...(bias ? [[outputs]] : [])].map((shape) => ({ shape, domain })),
      run: (x, w, b) => linear(x!, w!, { bias: b ?? null }),
    }),
    {
      bias: flag(([, , , bias]) => bias, ["without", "with"]),
      "leading axes": { ...rankAttribute(0, 2), of: ([lead]) => String(lead.length) },
    },
  ),
  opInfo(
    "conv2d",
    fc.record({
      n: fc.integer({ min: 1, max: 2 }),
      groups: size,
      channels: fc.integer({ min: 1, max: 2 }),
      filters: fc.integer({ min: 1, max: 2 }),
      h: convAxis,
      w: convAxis,
      ceilMode: fc.boolean(),
      bias: fc.boolean(),
    }),
    ({ n, groups, channels, filters, h, w, ceilMode, bias }) => {
      const options = { groups, ceilMode, dilation: [h.dilation, w.dilation] as const, ...windowOptions(h, w) };
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
  opInfo(
    "depthwiseSeparableConv2d",
    fc.record({ c: size, multiplier: fc.integer({ min: 1, max: 2 }), k: size, h: convAxis, w: convAxis }),
    ({ c, multiplier, k, h, w }) => {
      const options = { dilation: [h.dilation, w.dilation] as const, ...windowOptions(h, w) };
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
];
