export { writeFileAtomic } from "./files.node.ts";
export * from "./index.ts";
export { loadPth } from "./pth/load.node.ts";
export { loadSafetensors, openSafetensors, saveSafetensors } from "./safetensors.node.ts";
