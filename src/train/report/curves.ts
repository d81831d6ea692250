import type { LayerStatistics } from "../layerStatistics.ts";
import type { EpochEvent, LayersEvent, TrainEvent } from "../train.ts";
import { type ChartOptions, chart } from "./chart.ts";
import { epochsOf, percent, stepsOf } from "./outcome.ts";
import { type Series, thin } from "./series.ts";
import { table } from "./tables.ts";

export interface Curve {
  readonly name: string;
  readonly events: readonly TrainEvent[];
}

/** With so few epochs the loss is shown step by step too. */
const fewEpochs = 10;

/** Where dashed lines cross, more points of each would hide what they show. */
const mostDashes = 60;

/** With one run, training and validation have a color each; with several, each run has one: solid where it is measured on the
 *  validation images, dashed in training. */
export function curves(runs: readonly Curve[]): string {
  const several = runs.length > 1;
  const series = (
    what: "training" | "validation",
    points: (events: readonly TrainEvent[]) => Series["points"],
  ): Series[] =>
    runs.map(({ name, events }, i) => ({
      name: several ? `${name}, ${what}` : what,
      points: points(events),
      color: several ? i : what === "training" ? 1 : 0,
      dashed: several && what === "training",
    }));
  const byEpoch = (value: (epoch: EpochEvent) => number | undefined) => (events: readonly TrainEvent[]) =>
    epochsOf(events).map((epoch) => [epoch.epoch, value(epoch) ?? Number.NaN] as const);
  const alone = (points: (events: readonly TrainEvent[]) => Series["points"]): Series[] =>
    runs.map(({ name, events }) => ({ name: several ? name : "", points: points(events) }));
  const short = runs.some(({ events }) => epochsOf(events).length < fewEpochs);
  const steps = [
    ...series("training", (events) =>
      thin(
        stepsOf(events).map(({ step, loss }) => [step, loss] as const),
        several ? mostDashes : Number.POSITIVE_INFINITY,
      ),
    ),
    ...series("validation", (events) =>
      epochsOf(events).map(({ step, validation }) => [step, validation?.loss ?? Number.NaN] as const),
    ),
  ];
  return [
    chart(
      [
        ...series(
          "training",
          byEpoch((e) => e.trainLoss),
        ),
        ...series(
          "validation",
          byEpoch((e) => e.validation?.loss),
        ),
      ],
      { title: "Loss", xLabel: "epoch" },
    ),
    short ? chart(steps, { title: "Loss, step by step", xLabel: "step" }) : "",
    chart(
      [
        ...series(
          "training",
          byEpoch((e) => e.trainTop1),
        ),
        ...series(
          "validation",
          byEpoch((e) => e.validation?.top1),
        ),
      ],
      { title: "Accuracy", xLabel: "epoch", format: percent },
    ),
    chart(
      alone((events) => stepsOf(events).map(({ step, lr }) => [step, lr] as const)),
      {
        title: "Learning rate",
        xLabel: "step",
        isFromZero: true,
      },
    ),
    chart(alone(byEpoch((e) => e.imagesPerSecond)), { title: "Images per second", xLabel: "epoch", isFromZero: true }),
  ].join("");
}

type Measure = Exclude<keyof LayerStatistics, "name" | "activationMean" | "weightNorm">;

const measures: Readonly<Record<Measure, Omit<ChartOptions, "xLabel">>> = {
  gradientNorm: { title: "Norm of the gradient", log: true },
  updateRatio: { title: "Update / weight (norms)", log: true },
  activationStd: { title: "Standard deviation of the output", log: true },
  zeros: { title: "Share of outputs ≤ 0", format: percent },
};

/** What the layers did, step by step; a table where they were measured only once. */
export function layerCharts(events: readonly TrainEvent[]): string {
  const observed = events.filter((event) => event.event === "layers");
  return (
    measuredOnce(observed, events) ??
    (Object.keys(measures) as Measure[]).map((key) => layerChart(observed, key, measures[key])).join("")
  );
}

/** ‖∂L/∂w‖ of each layer, step by step. */
export function gradientChart(observed: readonly LayersEvent[], title: string): string {
  return layerChart(observed, "gradientNorm", { ...measures.gradientNorm, title });
}

function measuredOnce([first, second]: readonly LayersEvent[], events: readonly TrainEvent[]): string | null {
  if (first === undefined || second !== undefined) return null;
  const every = Math.max(1, Math.floor((stepsOf(events).at(-1)?.step ?? 1) / 20));
  const keys = Object.keys(measures) as Measure[];
  const rows = first.layers.map((layer) => [
    layer.name,
    ...keys.map((key) => (measures[key].format ?? ((value: number) => value.toPrecision(3)))(layer[key])),
  ]);
  return `<div class="broad"><p>The layers were measured once, in step ${first.step}: too little for curves. In a run of this length <code>--observe-every ${every}</code> is often enough.</p>${table(["layer", ...keys.map((key) => measures[key].title)], rows)}</div>`;
}

function layerChart(observed: readonly LayersEvent[], key: Measure, options: Omit<ChartOptions, "xLabel">): string {
  const series = observed[0]?.layers.map(({ name }, i) => ({
    name,
    points: observed.map(({ step, layers }) => [step, layers[i][key]] as const),
  }));
  return chart(series ?? [], { ...options, xLabel: "step" });
}
