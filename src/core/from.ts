import type { Device } from "../devices/device.ts";
import { deviceKind } from "./deviceKind.ts";
import { ShapeError } from "./errors.ts";
import { checkArgument } from "./options.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "./shape.ts";
import { Storage } from "./storage.ts";
import { makeTensor, type Tensor } from "./tensor.ts";

/** A tensor of the given values, row-major, on a device. @throws ShapeError unless there are as many as the shape has. */
export function fromValues(device: Device, values: ArrayLike<number>, shape: Shape): Tensor {
  checkShape("tensor", shape);
  checkArgument("tensor", "the device", device, deviceKind);
  if (values.length !== sizeOf(shape)) {
    throw new ShapeError(`tensor: expected ${sizeOf(shape)} values for ${formatShape(shape)}; got ${values.length}`);
  }
  return makeTensor(new Storage(device, device.write(values), shape), [...shape]);
}
