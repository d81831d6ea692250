export { readCifar } from "./cifar.node.ts";
export { decodeImage } from "./decode.node.ts";
export { readIdx } from "./idx.node.ts";
export { type LoadOptions, readImageFolder } from "./imageFolder.node.ts";
export * from "./index.ts";
export { loadDataset } from "./load.node.ts";
export { PrefetchLoader, type PrefetchOptions } from "./prefetch.node.ts";
