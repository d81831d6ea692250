import type { TensorData } from "../io/safetensors.ts";
import { loadWeights as loadFile } from "../io/weights.node.ts";
import { loadOnnx } from "../onnx/index.node.ts";

/** What a file of weights has, of any kind. */
export interface Loaded {
  readonly tensors: ReadonlyMap<string, TensorData>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads a file of weights: ONNX by its name, else by its first bytes. @throws FormatError as its reader. */
export async function loadWeights(path: string): Promise<Loaded> {
  return isOnnx(path) ? loadOnnx(path) : loadFile(path);
}

/** Whether a file's name says that it holds a network. */
export const isOnnx = (path: string) => path.endsWith(".onnx");
