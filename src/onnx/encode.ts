import type { Bytes, NamedTensors } from "../io/safetensors.ts";
import type { ModelName, ModelTable } from "../models/index.ts";
import { encodeGraph, makeGraph } from "./makeGraph.ts";
import type { OnnxOptions } from "./options.ts";

/** A network as an ONNX file for inference: images [batch, c, h, w] in, scores [batch, classes] out, in float32. Dropout is left out,
 *  2012's is a factor; windows that round up become padding.
 *  @param model a network's name, or its table.
 *  @param tensors the weights by their names in the built module, such as `(await model.state())`.
 *  @param options.batch images at a time; "dynamic": any number. Default: "dynamic".
 *  @param options.softmax whether scores are turned into probabilities. Default: false.
 *  @param options.decomposeLrn whether local response normalization is written in elementary operators. Default: false.
 *  @param options.metadata texts to keep with it. Default: none.
 *  @returns what the file holds: operator set 17, IR version 8.
 *  @throws AlexgradError if a tensor is missing or too many, or all together have 2 GiB or more; ShapeError if one has another shape; OptionError if an option is out of
 *  range, or the network has an adaptive pooling whose output does not divide its input.
 *
 *  @example
 *  ```ts
 *  import { buildModel, modelTable } from "alexgrad";
 *  import { decodeOnnx, encodeOnnx } from "alexgrad/onnx";
 *
 *  const table = modelTable("alexnet-small");
 *  const bytes = encodeOnnx(table, await buildModel(table).state());
 *  console.log(decodeOnnx(bytes, "net.onnx").table.classes); // 10
 *  ``` */
export function encodeOnnx(model: ModelName | ModelTable, tensors: NamedTensors, options: OnnxOptions = {}): Bytes {
  const graph = makeGraph(model, tensors, options);
  return encodeGraph(graph);
}
