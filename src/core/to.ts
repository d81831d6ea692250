import type { Device } from "../devices/device.ts";
import { watch } from "./anomaly.ts";
import { isRecording, Node, type Rule } from "./autograd.ts";
import { identity } from "./composite.ts";
import { deviceKind } from "./deviceKind.ts";
import { checkArgument } from "./options.ts";
import { Storage } from "./storage.ts";
import { handleOf, makeTensor, nodeOf, setNode, setStorage, storageOf, type Tensor } from "./tensor.ts";

const rule: Rule = { name: "to", inputs: ["x"], saves: [] };

/** The same values on a device, in its dtype. It returns at once: the device waits for them.  ∂x = ∂y, on
 *  x's device and in its dtype. */
export function to(x: Tensor, device: Device): Tensor {
  checkArgument("to", "device", device, deviceKind);
  const { device: home, shape } = x;
  if (device === home) return identity(x);
  const y = makeTensor(new Storage(device, device.copyFrom(home, handleOf(x)), shape), shape);
  watch(() => "to: its output", y);
  const node = nodeOf(x);
  if (isRecording() && node !== null) {
    setNode(y, new Node(rule, [node], [shape], shape, [], (dy) => [() => to(dy, home)]));
  }
  return y;
}

/** Moves a tensor itself, and its gradient: the graph of earlier results stays where it is. */
export function move(x: Tensor, device: Device): void {
  const { grad } = x;
  if (grad !== null) move(grad, device);
  if (device === x.device) return;
  const old = storageOf(x);
  setStorage(x, new Storage(device, device.copyFrom(old.device, old.handle), x.shape));
  old.release();
}
