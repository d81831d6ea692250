import { basename, resolve } from "node:path";
import { deviceKind } from "../../core/deviceKind.ts";
import { checkArgument, checkOptions, checkRequired, type Kinds } from "../../core/options.ts";
import type { State } from "../../core/state.ts";
import { type Dataset, datasetKind } from "../../data/dataset.ts";
import type { Device } from "../../devices/device.ts";
import { type Module, moduleKind } from "../../nn/module.ts";
import { type Prediction, predict } from "../predict.ts";
import { type Run, runKind } from "../run.node.ts";
import { type Views, viewsKind } from "../views.ts";
import { drawFilters, drawPredictions } from "./drawn.ts";
import { type ReportData, renderReport } from "./report.ts";

/** What a report measures with. */
interface MeasuredWith {
  readonly model: Module;
  readonly validation: Views;
  /** The same images as they are stored. */
  readonly images: Dataset;
  readonly device: Device;
}

const measuredWith: Kinds<MeasuredWith> = {
  model: moduleKind,
  validation: viewsKind,
  images: datasetKind,
  device: deviceKind,
};

/** Writes the run's report.html.
 *  @param run with its best weights.
 *  @param measured null: without confusion and most wrong images. Else the best weights are measured on the validation
 *  images, and the model is left with them.
 *  @throws OptionError for an unknown option; FormatError if the run is damaged; WriteError if it cannot be written.
 *
 *  @example
 *  ```ts
 *  import { existsSync } from "node:fs";
 *  import { Run, writeReport } from "alexgrad/train";
 *
 *  using run = await Run.open("runs/mine");
 *  await writeReport(run, null);
 *  console.log(existsSync("runs/mine/report.html")); // true
 *  ``` */
export async function writeReport(run: Run, measured: MeasuredWith | null): Promise<void> {
  checkArgument("writeReport", "run", run, runKind);
  if (measured !== null) {
    checkOptions("writeReport", measured, measuredWith);
    checkRequired("writeReport", measured, measuredWith, "model", "validation", "images", "device");
  }
  const weights = await run.best();
  const first = Object.values(weights).find(({ shape }) => shape.length === 4);
  const report: ReportData = {
    name: basename(resolve(run.folder)),
    config: run.config,
    events: await run.events(),
    filters: first ? drawFilters(first) : null,
    ...(measured ? await measure(weights, run.config.classes, measured) : { confusion: null, mostWrong: [] }),
  };
  await run.write("report.html", renderReport(report));
}

async function measure(
  weights: State,
  classes: readonly string[],
  { model, validation, images, device }: MeasuredWith,
): Promise<Pick<ReportData, "confusion" | "mostWrong">> {
  model.load(weights);
  const predictions: Prediction[] = [];
  for await (const prediction of predict(model, validation, device)) predictions.push(prediction);
  return drawPredictions(predictions, classes, images);
}
