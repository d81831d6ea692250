import type { LoadReport } from "../core/state.ts";
import type { Best } from "../train/checkpoint.ts";
import type { Evaluation } from "../train/evaluate.ts";
import { wilson } from "../train/interval.ts";
import { intervalOf } from "../train/report/outcome.ts";
import type { Outcome } from "../train/runTraining.node.ts";
import type { EpochEvent, StepEvent } from "../train/train.ts";
import { formatDuration, formatPercent } from "./format.ts";

export function describeCount(count: number, what = "images"): string {
  return `${count.toLocaleString("en")} ${what}`;
}

/** What of given weights the file did not have. */
export function describeDrawn(drawn: LoadReport | null): string[] {
  const names = drawn === null ? [] : [...drawn.missing, ...drawn.mismatched.map(({ name }) => name)];
  return names.length === 0 ? [] : [`drawn anew: ${names.join(", ")}`];
}

export function describeStep({ epoch, loss }: StepEvent, epochs: number, speed: number): string {
  return `epoch ${epoch}/${epochs}  ${speed.toFixed(0)} images/s  loss ${loss.toFixed(3)}`;
}

export function describeEpoch({ epoch, trainLoss, validation, imagesPerSecond }: EpochEvent, epochs: number): string {
  const measured = validation && `validation ${validation.loss.toFixed(3)}, accuracy ${formatPercent(validation.top1)}`;
  return `epoch ${epoch}/${epochs}  loss ${trainLoss.toFixed(3)}  ${measured}  ${imagesPerSecond.toFixed(0)} images/s`;
}

export function describeWaiting(share: number, workers: number): string {
  return `the steps wait ${formatPercent(share)} of the time for their images; --workers ${workers + 1} may help`;
}

export function describeResult(result: {
  readonly run: string;
  readonly outcome: Outcome;
  readonly best: Best | null;
  readonly validation: Evaluation | null;
  readonly seconds: number;
}): string {
  const { run, outcome, best, validation, seconds } = result;
  const first = { done: "Done", "stopped early": "Stopped early", interrupted: "Interrupted" }[outcome];
  return [
    `${first} after ${formatDuration(1000 * seconds)}.`,
    ...(best ? [`Best validation accuracy ${formatPercent(best.top1)}, after epoch ${best.epoch}.`] : []),
    ...(best && validation ? [describeCertainty(best, validation)] : []),
    `The run lies in ${run}; look at report.html.`,
    ...(outcome === "interrupted" ? [`Go on with: alexgrad train --resume ${run}`] : []),
  ].join("\n");
}

/** An interval wider than this holds most epochs of a training. */
const wide = 0.1;

function describeCertainty({ top1 }: Best, { count }: Evaluation): string {
  const { low, high } = wilson(top1 * count, count);
  const text = `${describeCount(count)} to validate with: 95 % interval ${intervalOf(top1, count)}`;
  return high - low > wide ? `${text}, too few to rank epochs by.` : `${text}.`;
}
