import { running } from "../widgets/batch-norm/running.ts";
import { fields } from "../widgets/batch-norm/state.ts";
import { initialState } from "../widgets/core/address.ts";

/** How far the running mean has come from 0 to the batch's, after some batches. */
function way(batches: number): string {
  const { mean, batchMean } = running({
    ...initialState(fields),
    batches,
    x: { preset: "ramp", seed: 1, edits: new Map() },
  });
  return `${Math.round((100 * mean[batches][0]) / batchMean[0][0])} %`;
}

export default { load: () => ({ five: way(5), forty: way(40) }) };
