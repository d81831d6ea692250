export { Adagrad, type AdagradOptions } from "./adagrad.ts";
export { Adam, type AdamOptions } from "./adam.ts";
export { AdamW } from "./adamw.ts";
export { clipGradNorm } from "./clipGradNorm.ts";
export { biasGroup } from "./groups.ts";
export { Muon, type MuonOptions } from "./muon.ts";
export { type Group, Optimizer, type OptimizerState, type ParameterGroup, type Turn } from "./optimizer.ts";
export { type PlateauOptions, type PlateauState, ReduceLROnPlateau } from "./reduceLROnPlateau.ts";
export {
  CosineAnnealingLR,
  type HasLr,
  LRScheduler,
  MultiStepLR,
  OneCycleLR,
  type OneCycleOptions,
  type ScheduleState,
  StepLR,
} from "./schedules.ts";
export { SGD, type SGDOptions } from "./sgd.ts";
export { WeightAverage } from "./weightAverage.ts";
