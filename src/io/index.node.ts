export { loadSafetensors, saveSafetensors, writeFileAtomic } from "./files.node.ts";
export * from "./index.ts";
