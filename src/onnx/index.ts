export { decodeOnnx, type OnnxModel } from "./decode.ts";
export { encodeOnnx, type OnnxOptions } from "./encode.ts";
