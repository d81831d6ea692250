import type { TensorData } from "../io/safetensors.ts";
import type { ModelTable } from "../models/index.ts";

/** A network that an ONNX file holds. */
export interface OnnxModel {
  /** As `buildModel` takes it. */
  readonly table: ModelTable;
  /** As the built network's `load` takes them. */
  readonly tensors: Map<string, TensorData>;
  /** Whether the file's network turns its scores into probabilities at the end; the table's does not. */
  readonly softmax: boolean;
  /** The texts that the file has. */
  readonly metadata: Record<string, string>;
}
