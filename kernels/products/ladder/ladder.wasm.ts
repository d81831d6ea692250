// The rungs, and the machine's bound to measure them against: the module of bench/rungs.ts.
export { multiplyAddBound } from "../bound.wasm";
export { definition } from "./1-definition.wasm";
export { matrix } from "./2-matrix.wasm";
export { vectors } from "./3-vectors.wasm";
export { panels } from "./4-panels.wasm";
export { tiles } from "./5-tiles.wasm";
export { blocks } from "./6-blocks.wasm";
