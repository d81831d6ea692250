export { loadOnnx, type OnnxFileOptions, saveOnnx } from "./files.node.ts";
export * from "./index.ts";
