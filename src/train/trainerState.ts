import type { State } from "../core/state.ts";
import type { Schedule } from "./schedule.ts";

/** Where a training stands. */
export interface Position {
  /** The epoch it is in, from 1. */
  readonly epoch: number;
  /** Batches of it that are done. */
  readonly batch: number;
  readonly step: number;
  /** Images seen in this epoch so far, and over them the sum of the losses and how many were right. */
  readonly images: number;
  readonly lossSum: number;
  readonly correct: number;
  /** Time spent on this epoch's steps, in ms. */
  readonly milliseconds: number;
  readonly seconds: number;
}

/** All that a training needs to continue bit for bit, besides its options. */
export interface TrainerState {
  /** "model.…", "optimizer.…", "average.…". */
  readonly tensors: State;
  /** JSON. */
  readonly position: Position;
  readonly optimizer: { readonly lr: number; readonly steps: readonly number[] };
  readonly schedule: ReturnType<Schedule["state"]>;
  readonly averageSteps: number;
}
