import type { Shape } from "../../../src/core/shape.ts";
import { sizeOf } from "../../../src/core/shape.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { handleOf } from "../../../src/core/tensor.ts";
import { tensor } from "../../../src/create.ts";
import type { Floats } from "../../../src/devices/device.ts";
import { ReferenceDevice, reference } from "../../../src/devices/reference.ts";

/** Computes what the drawings show: in double precision, at once. */
const float64 = reference({ dtype: "float64" });

/** A tensor of values, row-major, on the reference device. */
export function made(values: Iterable<number>, shape: Shape, device: ReferenceDevice = float64): Tensor {
  return tensor(Float64Array.from(values), shape, { device, requiresGrad: true });
}

export function ones(shape: Shape): Tensor {
  return made(new Float64Array(sizeOf(shape)).fill(1), shape);
}

/** A tensor's values, which the reference device has at once. */
export function values(of: Tensor): Floats {
  const { device } = of;
  if (!(device instanceof ReferenceDevice))
    throw new TypeError(`expected a tensor on the reference device; got ${device.name}`);
  return device.peek(handleOf(of)).slice();
}
