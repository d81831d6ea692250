import { type Dataset, select } from "../../data/dataset.ts";
import { fitSquare } from "../../data/resize.ts";
import type { TensorData } from "../../io/safetensors.ts";
import { confusionMatrix, mostWrong, type Prediction } from "../predict.ts";
import { filterImages, tile } from "./pictures.ts";
import { pngUri } from "./png.ts";
import { filterScales } from "./ranges.ts";
import type { ReportData } from "./report.ts";

const shownWrong = 24;

/** @param weight of the first convolution. */
export function drawFilters(weight: TensorData): ReportData["filters"] {
  const scales = filterScales(weight).map((scale) => Number(scale.toPrecision(2)));
  const picture = tile(filterImages(weight), { columns: 16, zoom: Math.ceil(40 / weight.shape[3]), gap: 4 });
  const scale = `Mid-gray is a weight of 0. Each filter is stretched to its own largest weight, which is between ${Math.min(...scales)} and ${Math.max(...scales)}.`;
  return { picture: pngUri(picture), scale };
}

/** @param images as they are stored. */
export function drawPredictions(
  predictions: readonly Prediction[],
  classes: readonly string[],
  images: Dataset,
): Pick<ReportData, "confusion" | "mostWrong"> {
  return {
    confusion: confusionMatrix(predictions, classes.length),
    mostWrong: mostWrong(predictions, shownWrong).map(({ index, label, predicted, probabilities }) => {
      const { shape, images: pixels } = select(images, Uint32Array.of(index));
      const picture = shape[1] === shape[2] && shape[1] > 128 ? fitSquare({ shape, pixels }, 128) : { shape, pixels };
      return {
        picture: pngUri(tile([picture], { columns: 1 })),
        label: classes[label],
        predicted: classes[predicted],
        probability: probabilities[predicted],
        truth: probabilities[label],
      };
    }),
  };
}
