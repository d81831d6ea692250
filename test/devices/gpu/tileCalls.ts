import { type Conv2dOptions, conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { matmulGeometry } from "../../../src/core/geometry/matmul.ts";
import { Rng } from "../../../src/core/rng.ts";
import { type Shape, sizeOf } from "../../../src/core/shape.ts";
import type { Device } from "../../../src/devices/device.ts";
import { between } from "../../../src/gradcheck/op-info/op-info.ts";
import { Recordings } from "./calls.ts";

/** Products that end within a tile of any size, a row or a column beyond one and far before another; of every way to read
 *  (in fours or not, along terms or places, from staged images or from images) and to sum (in slabs, with a rest or without). */
export async function recordTileCalls(): Promise<Recordings> {
  const recordings = await recordFewTileCalls();
  const device = recordings.device("tiles");
  callMatmul(device, [72, 68], [132, 72], { transposeA: true, transposeB: true });
  callMatmul(device, [33, 602], [129, 602], { transposeB: true });
  callConv2d(device, [2, 20, 6, 6], [36, 20, 1, 1]);
  await device.sync();
  return recordings;
}

/** One for each kernel, with all that convolutions have. */
export async function recordFewTileCalls(): Promise<Recordings> {
  const recordings = new Recordings();
  const device = recordings.device("tiles");
  callMatmul(device, [2, 130, 37], [37, 66]);
  callConv2d(device, [2, 34, 13, 11], [66, 17, 3, 2], { stride: [2, 3], padding: [1, 2], dilation: [1, 2], groups: 2 });
  await device.sync();
  return recordings;
}

function callMatmul(
  device: Device,
  a: Shape,
  b: Shape,
  options: { transposeA?: boolean; transposeB?: boolean } = {},
): void {
  const write = writeTo(device);
  const g = matmulGeometry("matmul", a, b, options);
  device.run.matmul(g.shape, write(a), write(b), write([g.n]), g);
}

function callConv2d(device: Device, x: Shape, w: Shape, options: Conv2dOptions = {}): void {
  const write = writeTo(device);
  const g = conv2dGeometry("conv2d", x, w, options);
  device.run.conv2d(g.shape, write(x), write(w), write([g.k]), g);
  device.run.conv2dGradInput(x, write(g.shape), write(w), g);
  device.run.conv2dGradWeight(w, write(g.shape), write(x), g);
}

function writeTo(device: Device) {
  const rng = new Rng(9);
  return (shape: Shape) => device.write(between(-1, 1.2)(sizeOf(shape), rng));
}
