export * from "./index.ts";
export { prepareData, prepareTraining, type TrainingData } from "./prepare.node.ts";
export { type DataConfig, Run, type RunConfig } from "./run.node.ts";
export { type Outcome, type RunTrainingOptions, runTraining } from "./runTraining.node.ts";
