export { decodeOnnx } from "./decode.ts";
export { encodeOnnx } from "./encode.ts";
export type { OnnxModel } from "./onnxModel.ts";
export type { OnnxOptions } from "./options.ts";
