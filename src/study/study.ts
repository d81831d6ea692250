import type { Recipe } from "../train/recipes/recipe.ts";
import type { MeasureName } from "./measures.ts";

/** The setting of a study, in which what is claimed can show. */
export interface Condition {
  /** What it is, and why it can show here. */
  readonly words: string;
  /** The most images to train on, as many of each class. */
  readonly images: number;
  /** The most images to measure with. */
  readonly validation: number;
  readonly epochs: number;
  /** Pairs of trainings. */
  readonly seeds: number;
  /** What all variants share, where that differs from `base`. */
  readonly recipe: Partial<Recipe>;
  /** The variant that has to over-fit, so that there is something to prevent. Default: none has to. */
  readonly overfits?: string;
}

/** One question about AlexNet's design: the same training with and without one choice. */
export interface Study {
  readonly name: string;
  readonly question: string;
  /** What is claimed about it, and where. */
  readonly claim: string;
  readonly condition: Condition;
  /** What it takes of one core, about. */
  readonly minutes: number;
  /** By name, the first with the choice as AlexNet has it: what differs from `base` and the condition's recipe. */
  readonly variants: Readonly<Record<string, Partial<Recipe>>>;
  /** Whether the claim is that the first has the lower measure. Default: true. */
  readonly expects?: boolean;
  /** Learning rates that each variant chooses its own from, by `chooseRate`. Default: the recipe's rate for all. */
  readonly rates?: readonly number[];
  /** How long each rate is tried. Default: 1 epoch. */
  readonly rateEpochs?: number;
  /** A training ends with the first epoch whose training error is this or less. Default: with the last epoch. */
  readonly untilTrainError?: number;
  /** What its question is answered by. Default: the validation error. */
  readonly measures?: readonly MeasureName[];
}
