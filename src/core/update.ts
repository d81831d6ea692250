import type { Floats, Handle, Output } from "../devices/device.ts";
import { ShapeError } from "./errors.ts";
import { formatShape } from "./shape.ts";
import { Storage } from "./storage.ts";
import { setStorage, storageOf, type Tensor } from "./tensor.ts";

/** Puts new values under a tensor: what an optimizer does to a parameter. The graph of earlier results keeps the old ones.
 *  @param compute gets the output to write to: the tensor's own buffer, donated, where nobody else needs it. */
export function update(tensor: Tensor, compute: (out: Output) => Handle): void {
  const { device, shape, size } = tensor;
  const old = storageOf(tensor);
  const donates = !old.isShared;
  const handle = compute(donates ? { donated: old.handle } : shape);
  if (handle.size !== size) {
    throw new ShapeError(`update: expected ${size} elements for ${formatShape(shape)}; got ${handle.size}`);
  }
  if (donates) old.giveUp();
  else old.release();
  setStorage(tensor, new Storage(device, handle, shape));
}

/** Puts values from the host under a tensor. */
export function assign(tensor: Tensor, values: Floats): void {
  const { device } = tensor;
  update(tensor, (out) => {
    if ("donated" in out) device.free(out.donated);
    return device.write(values);
  });
}
