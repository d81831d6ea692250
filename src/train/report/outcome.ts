import { isBetter } from "../evaluate.ts";
import { wilson } from "../interval.ts";
import type { RunConfig } from "../runConfig.ts";
import type { EpochEvent, StepEvent, TrainEvent } from "../train.ts";

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function epochsOf(events: readonly TrainEvent[]): EpochEvent[] {
  return events.filter((event) => event.event === "epoch");
}

export function stepsOf(events: readonly TrainEvent[]): StepEvent[] {
  return events.filter((event) => event.event === "step");
}

/** See `isBetter`. */
export function bestOf(epochs: readonly EpochEvent[]): EpochEvent | undefined {
  return epochs.reduce<EpochEvent | undefined>((best, epoch) => {
    return isBetter(epoch.validation, best?.validation ?? null) ? epoch : best;
  }, undefined);
}

/** Where a training stands that did not end; null if it did. */
export function stoppedAt({ recipe }: Pick<RunConfig, "recipe">, events: readonly TrainEvent[]): string | null {
  const epochs = epochsOf(events);
  const step = stepsOf(events).at(-1);
  const done = epochs.at(-1)?.epoch ?? 0;
  const isSpent = recipe.patience !== null && done - (bestOf(epochs)?.epoch ?? 0) >= recipe.patience;
  if (done >= recipe.epochs || isSpent) return null;
  if (step === undefined) return "before the first step";
  const whole = step.epoch === done;
  return whole
    ? `after epoch ${done} of ${recipe.epochs}, step ${step.step}`
    : `after step ${step.step}, in epoch ${step.epoch} of ${recipe.epochs}`;
}

/** What came of a run, in words: "–" where there is nothing to say. */
interface Results {
  readonly accuracy: string;
  readonly interval: string;
  readonly images: string;
  readonly epoch: string;
  readonly loss: string;
  readonly time: string;
  readonly speed: string;
}

export function resultsOf(events: readonly TrainEvent[]): Results {
  const epochs = epochsOf(events);
  const last = epochs.at(-1);
  const best = bestOf(epochs);
  const measured = best?.validation;
  const loss = last?.trainLoss ?? stepsOf(events).at(-1)?.loss;
  return {
    accuracy: measured ? percent(measured.top1) : "–",
    interval: measured ? intervalOf(measured.top1, measured.count) : "–",
    images: measured ? measured.count.toLocaleString("en") : "–",
    epoch: best ? `${best.epoch} of ${last!.epoch}` : "–",
    loss: loss === undefined ? "–" : loss.toFixed(3),
    time: last ? duration(last.seconds) : "–",
    speed: last && Number.isFinite(last.imagesPerSecond) ? last.imagesPerSecond.toFixed(0) : "–",
  };
}

/** 95 %, of a share of which so many of `count` were seen: "30.0 to 90.3 %". */
export function intervalOf(share: number, count: number): string {
  const { low, high } = wilson(share * count, count);
  return `${(100 * low).toFixed(1)} to ${percent(high)}`;
}

function duration(seconds: number): string {
  return seconds < 100 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;
}
