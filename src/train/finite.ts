import { FormatError } from "../core/errors.ts";
import type { TensorData } from "../io/safetensors.ts";

/** @throws FormatError that names the first tensor with a number that is not finite. */
export function checkFinite(file: string, tensors: Iterable<readonly [name: string, tensor: TensorData]>): void {
  for (const [name, { data }] of tensors) {
    for (let i = 0; i < data.length; i++) {
      if (!Number.isFinite(data[i])) {
        throw new FormatError(file, `${JSON.stringify(name)}[${i}]: expected a finite number; got ${data[i]}`);
      }
    }
  }
}
