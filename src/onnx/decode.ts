import { instanceOf, text } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import type { OnnxModel } from "./onnxModel.ts";
import { parseModel } from "./parse.ts";
import { readModel } from "./readModel.ts";

/** Reads a network of one path from images [batch, c, h, w] to scores, of operators that `buildModel` has: convolutions, linear
 *  layers, poolings, normalizations (local response normalization also in parts), activations, dropout, flatten. Files of ONNX's
 *  model zoo, of PyTorch's exporters and of `encodeOnnx` are such.
 *  @param bytes what the file holds.
 *  @param file the name for error messages.
 *  @returns the network's table and its weights.
 *  @throws FormatError if it is no ONNX file or damaged, or has nodes that are no layers of ours: then with all of them.
 *
 *  @example
 *  ```ts
 *  import { buildModel } from "alexgrad";
 *  import { decodeOnnx, encodeOnnx } from "alexgrad/onnx";
 *
 *  const bytes = encodeOnnx("lenet5", await buildModel("lenet5").state());
 *  const { table, tensors } = decodeOnnx(bytes, "lenet.onnx");
 *  const model = buildModel(table, { skipInit: true });
 *  console.log(model.load(tensors).missing); // []
 *  ``` */
export function decodeOnnx(bytes: Uint8Array, file: string): OnnxModel {
  checkArgument("decodeOnnx", "bytes", bytes, instanceOf("a Uint8Array", Uint8Array));
  checkArgument("decodeOnnx", "file", file, text);
  return readModel(parseModel(bytes, file), file, new Map());
}
