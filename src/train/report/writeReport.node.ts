import { basename, resolve } from "node:path";
import type { Dataset } from "../../data/dataset.ts";
import { select } from "../../data/dataset.ts";
import type { BatchSource } from "../../data/loader.ts";
import { fitSquare } from "../../data/resize.ts";
import type { Device } from "../../devices/device.ts";
import type { Module } from "../../nn/module.ts";
import { confusionMatrix, mostWrong, type Prediction, predict } from "../predict.ts";
import type { Run } from "../run.node.ts";
import { filterImages, tile } from "./pictures.ts";
import { pngUri } from "./png.node.ts";
import { type ReportData, renderReport } from "./report.ts";

const shownWrong = 24;

/** Measures the best weights on the validation images, and writes the run's report.html. The model is left
 *  with those weights. */
export async function writeReport(
  run: Run,
  { model, validation, images, device }: { model: Module; validation: BatchSource; images: Dataset; device: Device },
): Promise<void> {
  const weights = await run.best();
  model.load(weights);
  const predictions: Prediction[] = [];
  for await (const prediction of predict(model, validation, device)) predictions.push(prediction);
  const { classes } = run.config;
  const first = Object.values(weights).find(({ shape }) => shape.length === 4);
  const report: ReportData = {
    name: basename(resolve(run.folder)),
    config: run.config,
    events: await run.events(),
    filters: first ? pngUri(tile(filterImages(first), { columns: 16, zoom: 6, gap: 4 })) : null,
    confusion: confusionMatrix(predictions, classes.length),
    mostWrong: mostWrong(predictions, shownWrong).map(({ index, label, predicted, probabilities }) => {
      const { shape, images: pixels } = select(images, Uint32Array.of(index));
      const picture = shape[1] === shape[2] && shape[1] > 128 ? fitSquare({ shape, pixels }, 128) : { shape, pixels };
      return {
        picture: pngUri(tile([picture], { columns: 1 })),
        label: classes[label]!,
        predicted: classes[predicted]!,
        probability: probabilities[predicted]!,
        truth: probabilities[label]!,
      };
    }),
  };
  await run.write("report.html", renderReport(report));
}
