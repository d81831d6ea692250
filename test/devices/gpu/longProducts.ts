import { type Conv2dOptions, conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { matmulGeometry } from "../../../src/core/geometry/matmul.ts";
import { Rng } from "../../../src/core/rng.ts";
import { type Shape, sizeOf } from "../../../src/core/shape.ts";
import type { Device, Handle } from "../../../src/devices/device.ts";
import { ties } from "../../../src/gradcheck/op-info/large.ts";
import { between, type Domain } from "../../../src/gradcheck/op-info/op-info.ts";
import type { Recordings } from "./calls.ts";

/** Sums of as many terms as AlexNet's: of its first convolution, its second, its third and its first linear layer. */
const lengths = [363, 1200, 2304, 9216] as const;

interface Convolution {
  readonly x: Shape;
  readonly w: Shape;
  readonly options?: Conv2dOptions;
}

/** Each sums over so many terms, for outputs enough to fill a tile. */
const forward: Readonly<Record<number, Convolution>> = {
  363: { x: [1, 3, 35, 31], w: [18, 3, 11, 11], options: { stride: 4, padding: 2 } },
  1200: { x: [1, 96, 9, 7], w: [36, 48, 5, 5], options: { padding: 2, groups: 2 } },
  2304: { x: [2, 256, 5, 4], w: [17, 256, 3, 3], options: { padding: 1 } },
  9216: { x: [3, 256, 8, 8], w: [19, 256, 6, 6] },
};
const inputGradient: Readonly<Record<number, Convolution>> = {
  363: { x: [1, 17, 12, 13], w: [3, 17, 11, 11], options: { padding: 5 } },
  1200: { x: [1, 34, 9, 7], w: [96, 17, 5, 5], options: { padding: 2, groups: 2 } },
  2304: { x: [1, 18, 5, 6], w: [256, 18, 3, 3], options: { padding: 1, stride: 2 } },
  9216: { x: [1, 16, 7, 9], w: [256, 16, 6, 6], options: { padding: 3 } },
};
const weightGradient: Readonly<Record<number, Convolution>> = {
  363: { x: [3, 4, 13, 13], w: [17, 4, 3, 3] },
  1200: { x: [3, 3, 43, 43], w: [21, 3, 5, 5], options: { stride: 2, padding: 0 } },
  2304: { x: [1, 4, 48, 48], w: [34, 2, 3, 3], options: { padding: 1, groups: 2 } },
  9216: { x: [4, 2, 48, 48], w: [16, 2, 5, 3], options: { padding: [2, 1] } },
};

export async function recordLongProducts(recordings: Recordings): Promise<void> {
  const kinds: [string, Domain][] = [
    ["long", between(-1, 1.2)],
    ["long, whole numbers", ties],
  ];
  for (const [about, domain] of kinds) {
    const device = recordings.device(about);
    const rng = new Rng(9);
    const write = (shape: Shape) => device.write(domain(sizeOf(shape), rng));
    for (const length of lengths) {
      callMatmul(device, length, write);
      callConv2d(device, length, write);
    }
    await device.sync();
  }
}

type Write = (shape: Shape) => Handle;

function callMatmul(device: Device, k: number, write: Write): void {
  const [m, n] = [19, 22];
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const [a, b] = [transposeA ? [k, m] : [m, k], transposeB ? [n, k] : [k, n]];
      const g = matmulGeometry("matmul", a, b, { transposeA, transposeB });
      device.run.matmul(g.shape, write(a), write(b), transposeB ? write([n]) : null, g);
    }
  }
}

function callConv2d(device: Device, length: number, write: Write): void {
  const [a, b, c] = [forward, inputGradient, weightGradient].map((table) => {
    const { x, w, options = {} } = table[length];
    return conv2dGeometry("conv2d", x, w, options);
  });
  device.run.conv2d(a!.shape, write(a!.xShape), write(a!.wShape), write([a!.k]), a!);
  device.run.conv2dGradInput(b!.xShape, write(b!.shape), write(b!.wShape), b!);
  device.run.conv2dGradWeight(c!.wShape, write(c!.shape), write(c!.xShape), c!);
}
