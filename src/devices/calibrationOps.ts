import { conv2dGeometry } from "../core/geometry/conv2d.ts";
import { matmulGeometry } from "../core/geometry/matmul.ts";
import { pool2dGeometry } from "../core/geometry/pool2d.ts";
import { type Shape, sizeOf } from "../core/shape.ts";
import type { Device, Handle } from "./device.ts";

/** An operator that devices are compared by. */
export interface CalibratedOperator {
  readonly name: string;
  readonly unit: "n" | "batch";
  /** The sizes, ascending. */
  readonly scales: readonly number[];
  open(device: Device, scale: number): OpenOperator;
}

/** One on a device, with its inputs. */
export interface OpenOperator {
  /** @returns what it made, to be freed when it is computed: what is freed before its turn never is. */
  call(): readonly Handle[];
  close(): void;
}

/** What AlexNet's training spends its time on: linear layers, convolutions with both gradients, and what memory bounds. */
export const calibrationOps: readonly CalibratedOperator[] = [
  {
    name: "matmul",
    unit: "n",
    scales: [64, 128, 256, 512, 1024],
    open(device, n) {
      const g = matmulGeometry("calibrate", [n, n], [n, n]);
      return opened(device, [g.shape, g.shape], ([a, b]) => [device.run.matmul(g.shape, a!, b!, null, g)]);
    },
  },
  {
    // AlexNet's fourth, forward and backward.
    name: "conv2d",
    unit: "batch",
    scales: [1, 2, 4],
    open(device, batch) {
      const g = conv2dGeometry("calibrate", [batch, 384, 13, 13], [256, 384, 3, 3], { padding: 1 });
      return opened(device, [g.xShape, g.wShape, g.shape], ([x, w, dy]) => [
        device.run.conv2d(g.shape, x!, w!, null, g),
        device.run.conv2dGradInput(g.xShape, dy!, w!, g),
        device.run.conv2dGradWeight(g.wShape, dy!, x!, g),
      ]);
    },
  },
  {
    // After the first convolution.
    name: "maxPool2d",
    unit: "batch",
    scales: [1, 4, 16],
    open(device, batch) {
      const g = pool2dGeometry("calibrate", [batch, ...conv1], { kernel: 3, stride: 2 });
      return opened(device, [g.xShape], ([x]) => [device.run.maxPool2d(g.shape, x!, g)]);
    },
  },
  {
    name: "relu",
    unit: "batch",
    scales: [1, 4, 16],
    open(device, batch) {
      const shape = [batch, ...conv1];
      return opened(device, [shape], ([x]) => [device.run.relu(shape, x!)]);
    },
  },
];

const conv1 = [64, 55, 55] as const;

function opened(device: Device, shapes: readonly Shape[], run: (inputs: readonly Handle[]) => Handle[]): OpenOperator {
  const inputs = shapes.map((shape) => device.write(someValues(sizeOf(shape))));
  const close = () => {
    for (const input of inputs) device.free(input);
  };
  return { call: () => run(inputs), close };
}

/** From −1 to 1, of either sign: zeros or ones may run faster. */
function someValues(size: number): Float32Array {
  const values = new Float32Array(size);
  for (let i = 0; i < size; i++) values[i] = ((i * 619) % 1021) / 510 - 1;
  return values;
}
