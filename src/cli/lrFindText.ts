import type { RatePoint } from "../train/lrFind.ts";

const width = 44;
const mostLines = 25;

/** The smoothed loss at every few rates, a dot from the lowest on the left to where it began on the right: what is above
 *  that is an arrow. */
export function drawRates(points: readonly RatePoint[], suggestion: number | null): string {
  const losses = points.map(({ smoothed }) => smoothed);
  const low = Math.min(...losses);
  const begin = Math.max(...losses.slice(0, Math.ceil(losses.length / 2)));
  const high = Math.max(begin, low + 1e-3 * Math.max(1, Math.abs(low)));
  const every = Math.ceil(points.length / mostLines);
  const shown = points.filter(({ lr }, i) => i % every === 0 || i === points.length - 1 || lr === suggestion);
  const lines = shown.map(({ lr, smoothed }) => {
    const at = Math.min(width - 1, Math.round(((width - 1) * (smoothed - low)) / (high - low)));
    const dot = smoothed > high ? "▸" : "●";
    const mark = lr === suggestion ? "  ← steepest" : "";
    return `${lr.toExponential(1).padStart(8)}  ${" ".repeat(at)}${dot}${" ".repeat(width - 1 - at)}  ${smoothed.toFixed(3)}${mark}`;
  });
  const [left, right] = [`loss ${low.toFixed(3)}`, high.toFixed(3)];
  return [`${"rate".padStart(8)}  ${left}${right.padStart(width - left.length)}`, ...lines].join("\n");
}

export function useRate(suggestion: number): string {
  return `Train with about --lr ${suggestion.toPrecision(2)}; for a schedule that only peaks there, up to three times that.`;
}

/** What to do where the loss does not fall at any rate. */
export function adviseRates(
  points: readonly RatePoint[],
  { from, to, steps }: { readonly from: number; readonly to: number; readonly steps: number },
): string {
  const [first, last] = [points[0].smoothed, points.at(-1)!.smoothed];
  const hasGrown = points.length < steps || last > 1.1 * first;
  const lower = `It soon grows out of bounds: begin lower, --from ${(from / 100).toPrecision(1)}.`;
  const finer = `Each rate needs more time to act (--steps ${2 * steps}), or the loss less noise (a larger --batch).`;
  const higher = `It does not grow either: go on to higher rates, --to ${(100 * to).toPrecision(1)}.`;
  const range = points.length < steps / 2 ? lower : hasGrown ? finer : higher;
  return `The loss does not fall at any of these rates. ${range} If that changes nothing, look whether images and labels fit together, and try another --recipe or --model.`;
}
