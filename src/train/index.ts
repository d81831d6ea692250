export { type Evaluation, evaluate } from "./evaluate.ts";
export { type EpochEvent, type StepEvent, type TrainOptions, train } from "./train.ts";
