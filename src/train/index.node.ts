export * from "./index.ts";
export { Run, type RunConfig, readRun } from "./run.node.ts";
