import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { adaptiveAvgPool2d, avgPool2d, conv2d, localResponseNorm, relu } from "../../../src/ops/index.ts";
import { made, ones, values } from "../core/library.ts";
import type { Net, NetLayer } from "../nets/facts.ts";
import { type Box, mapLayers, type Span } from "./field.ts";

/** A net's geometry with as few channels as its groups allow. */
const channels = 2;

/** The gradient of one unit by every pixel, row by row: on an image of ones, through weights that are all the same. A maximum
 *  sends its gradient to the one element that won, so that an average of the same window stands in for it. */
export function gradientOf(net: Net, count: number, unit: readonly [row: number, column: number]): ArrayLike<number> {
  const [, h, w] = net.input;
  const x = ones([1, 1, h, w]);
  const y = mapLayers(net)
    .slice(0, count)
    .reduce((map, layer) => run(map, layer), x);
  const [, , oh, ow] = y.shape as readonly [number, number, number, number];
  const only = new Float64Array(y.size);
  only[unit[0] * ow + unit[1]] = 1;
  const [dx] = grad(y, [x], { gradOutputs: [made(only, [1, y.shape[1], oh, ow])] });
  return values(dx);
}

function run(x: Tensor, { spec }: NetLayer): Tensor {
  switch (spec.kind) {
    case "conv": {
      const { kind: _, name: _name, filters: _filters, bias: _bias, kernel, ...options } = spec;
      const [kh, kw] = typeof kernel === "number" ? [kernel, kernel] : kernel;
      // The image's one channel has one group.
      const groups = x.shape[1] === 1 ? 1 : (options.groups ?? 1);
      const fanIn = (x.shape[1] / groups) * kh * kw;
      const w = made(new Float64Array(channels * fanIn).fill(1 / fanIn), [channels, x.shape[1] / groups, kh, kw]);
      return conv2d(x, w, { ...options, groups });
    }
    case "maxPool":
    case "avgPool": {
      const { kind: _, ...window } = spec;
      return avgPool2d(x, window);
    }
    case "adaptiveAvgPool":
      return adaptiveAvgPool2d(x, { outputSize: spec.outputSize });
    case "localResponseNorm": {
      const { kind: _, ...constants } = spec;
      return localResponseNorm(x, constants);
    }
    case "relu":
      return relu(x);
    // In evaluation both are linear: no pixel more.
    default:
      return x;
  }
}

/** Where a map is not 0: the smallest box around it; null where it is 0 everywhere. */
export function boxOf(map: ArrayLike<number>, [h, w]: readonly [number, number]): Box | null {
  const rows = spanOf(h, (row) => Array.from({ length: w }, (_, column) => map[row * w + column]));
  const columns = spanOf(w, (column) => Array.from({ length: h }, (_, row) => map[row * w + column]));
  return rows && columns && [rows, columns];
}

function spanOf(size: number, line: (i: number) => readonly number[]): Span | null {
  const hit = Array.from({ length: size }, (_, i) => line(i).some((value) => value !== 0));
  const first = hit.indexOf(true);
  return first < 0 ? null : [first, hit.lastIndexOf(true)];
}
