import type { EpochEvent } from "../train/train.ts";

/** What a study's question is answered by: the lower, the better. */
export interface Measure {
  readonly name: string;
  /** The measure of a training that ended; null if it has none. */
  readonly of: (epochs: readonly EpochEvent[]) => number | null;
  /** An amount as text, without its unit. */
  readonly digits: (amount: number) => string;
  readonly unit: "" | " points";
  /** Less than this cannot be measured, given the number of validation images. */
  readonly resolution: (count: number) => number;
  /** Whether it is a share of the validation images. */
  readonly isShare: boolean;
  /** What one has to know to judge it. */
  readonly note?: string;
}

export type MeasureName = "error" | "gap" | "epochs";

const points = {
  digits: (amount: number) => (100 * amount).toFixed(1),
  unit: " points",
  resolution: (count: number) => 1 / count,
} as const;

export function measureOf(
  name: MeasureName,
  { untilTrainError = 0.25 }: { readonly untilTrainError?: number },
): Measure {
  switch (name) {
    case "error":
      return { ...points, isShare: true, name: "validation error", of: (epochs) => validationError(epochs.at(-1)) };
    case "gap":
      return {
        ...points,
        isShare: false,
        name: "gap between validation and training error",
        of: (epochs) => {
          const error = validationError(epochs.at(-1));
          return error === null ? null : error - trainError(epochs.at(-1)!);
        },
        note: "The training error is that of the net as it trains, with its dropout and on changed images, which by itself narrows the gap.",
      };
    case "epochs":
      return {
        name: `number of epochs to ${100 * untilTrainError} % training error`,
        of: (epochs) => epochsTo(untilTrainError, epochs),
        digits: (amount) => amount.toFixed(1),
        unit: "",
        resolution: () => 0,
        isShare: false,
      };
  }
}

export function validationError(epoch: EpochEvent | undefined): number | null {
  return epoch?.validation ? 1 - epoch.validation.top1 : null;
}

export function trainError({ trainTop1 }: EpochEvent): number {
  return 1 - trainTop1;
}

/** Epochs until the training error is at most `error`, on the line from epoch to epoch: an epoch's own error is that of its
 *  middle. Null if it never is. */
export function epochsTo(error: number, epochs: readonly EpochEvent[]): number | null {
  const trainErrors = epochs.map(trainError);
  const at = trainErrors.findIndex((each) => each <= error);
  if (at <= 0) return at < 0 ? null : 0.5;
  const [before, after] = [trainErrors[at - 1], trainErrors[at]];
  return at + 0.5 - (error - after) / (before - after);
}
