/** The errors of a training, epoch by epoch. */
export interface ErrorCurves {
  /** What the net scores as it trains, with its dropout and on changed images: the mean over each epoch. */
  readonly trainErrors: readonly number[];
  /** After each epoch. */
  readonly validationErrors: readonly number[];
}

/** What a study's question is answered by: the lower, the better. */
export interface Measure {
  readonly name: string;
  /** The measure of a training that ended; null if it has none. */
  readonly of: (curves: ErrorCurves) => number | null;
  /** An amount as text, without its unit. */
  readonly digits: (amount: number) => string;
  readonly unit: "" | " points";
  /** Less than this cannot be measured, given the number of validation images. */
  readonly resolution: (count: number) => number;
  /** What one has to know to judge it. */
  readonly note?: string;
}

export type MeasureName = "error" | "gap" | "epochs";

/** With a decimal; what rounds to 0 has no sign. */
const tenths = (amount: number) => Number(amount.toFixed(1)).toFixed(1);

const points = {
  digits: (amount: number) => tenths(100 * amount),
  unit: " points",
  resolution: (count: number) => 1 / count,
} as const;

export function measureOf(
  name: MeasureName,
  { untilTrainError = 0.25 }: { readonly untilTrainError?: number },
): Measure {
  switch (name) {
    case "error":
      return { ...points, name: "validation error", of: ({ validationErrors }) => validationErrors.at(-1) ?? null };
    case "gap":
      return {
        ...points,
        name: "gap between validation and training error",
        of: ({ trainErrors, validationErrors }) => {
          const [train, validation] = [trainErrors.at(-1), validationErrors.at(-1)];
          return train === undefined || validation === undefined ? null : validation - train;
        },
        note: "The training error is that of the net as it trains, with its dropout and on changed images, which by itself narrows the gap.",
      };
    case "epochs":
      return {
        name: `number of epochs to ${100 * untilTrainError} % training error`,
        of: ({ trainErrors }) => epochsTo(untilTrainError, trainErrors),
        digits: tenths,
        unit: "",
        resolution: () => 0,
      };
  }
}

/** Epochs until the training error is at most `error`, on the line from epoch to epoch: an epoch's own error is that of its
 *  middle. Null if it never is. */
export function epochsTo(error: number, trainErrors: readonly number[]): number | null {
  const at = trainErrors.findIndex((each) => each <= error);
  if (at <= 0) return at < 0 ? null : 0.5;
  const [before, after] = [trainErrors[at - 1], trainErrors[at]];
  return at + 0.5 - (error - after) / (before - after);
}
