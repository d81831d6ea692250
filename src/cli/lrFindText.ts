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

/** What to do where the loss does not fall at any rate. */
export function adviseRates(
  points: readonly RatePoint[],
  { from, to, steps }: { readonly from: number; readonly to: number; readonly steps: number },
): string {
  const doubled = 2 * steps;
  const isCutOff = points.length < steps / 2;
  const range = isCutOff
    ? `It grew out of bounds soon: begin lower (--from ${(from / 100).toPrecision(1)}).`
    : points.length < steps
      ? `Take more steps (--steps ${doubled}), so that each rate has time to act, or a larger --batch, so that the loss is less noisy.`
      : `It did not grow either: go on to higher rates (--to ${(100 * to).toPrecision(1)}), or take more steps (--steps ${doubled}).`;
  return `The loss does not fall at any of these rates. ${range} If it never falls, look whether images and labels fit together, and try another --recipe or --model.`;
}
