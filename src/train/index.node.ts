export * from "./index.ts";
export { prepareData, prepareTraining, type TrainingData } from "./prepare.node.ts";
export { writeReport } from "./report/writeReport.node.ts";
export { Run } from "./run.node.ts";
export type { DataConfig, RunConfig } from "./runConfig.ts";
export { type Outcome, type RunTrainingOptions, runTraining } from "./runTraining.node.ts";
