import fc from "fast-check";
import { between, type OpInfo, opInfo } from "../../../src/gradcheck/op-info/op-info.ts";
import { conv2d, matmul } from "../../../src/index.ts";

const int = (min: number, max: number) => fc.integer({ min, max });
const domain = between(-1, 1.2);

/** Products whose rows and columns fill a quarter of a tile at least, forward and in every gradient, and end anywhere. */
export const tiledOps: readonly OpInfo[] = [
  opInfo(
    "matmul",
    fc.record({ batch: int(1, 3), m: int(16, 90), k: int(16, 90), n: int(16, 90), shared: fc.boolean() }),
    ({ batch, m, k, n, shared }) => ({
      inputs: [
        { shape: [batch, m, k], domain },
        { shape: shared ? [k, n] : [batch, k, n], domain },
      ],
      run: (a, b) => matmul(a!, b!),
    }),
  ),
  opInfo(
    "conv2d",
    fc.record({
      groups: int(1, 2),
      n: int(1, 3),
      channels: int(16, 20),
      filters: int(16, 35),
      kernel: fc.tuple(int(1, 3), int(1, 3)),
      size: fc.tuple(int(8, 14), int(8, 14)),
      stride: fc.tuple(int(1, 3), int(1, 2)),
      padding: fc.tuple(int(0, 2), int(0, 2)),
      dilation: fc.tuple(int(1, 2), int(1, 3)),
      ceilMode: fc.boolean(),
    }),
    ({ n, channels, filters, kernel, size, ...options }) => ({
      inputs: [
        { shape: [n, channels * options.groups, ...size], domain },
        { shape: [filters * options.groups, channels, ...kernel], domain },
        { shape: [filters * options.groups], domain },
      ],
      run: (x, w, bias) => conv2d(x!, w!, { ...options, bias: bias! }),
      options,
    }),
  ),
];
