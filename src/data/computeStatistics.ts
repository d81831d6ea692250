import { kind, listOf } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import type { Dataset } from "./dataset.ts";
import { channelStatistics, colorComponents, meanImage, type Statistics } from "./statistics.ts";
import type { TransformSpec } from "./transforms/spec.ts";

const specKind = kind("a transform with its kind", (value): value is TransformSpec => {
  return typeof value === "object" && value !== null && "kind" in value;
});

/** What these transforms need to know of the training images, and always mean and standard deviation. */
export function computeStatistics(dataset: Dataset, specs: readonly TransformSpec[]): Statistics {
  checkArgument("computeStatistics", "specs", specs, listOf(specKind));
  const needs = (kind: TransformSpec["kind"]) => specs.some((spec) => spec.kind === kind);
  return {
    ...channelStatistics(dataset),
    ...(needs("subtractMeanImage") && { meanImage: meanImage(dataset) }),
    ...(needs("pcaColor") && { pca: colorComponents(dataset) }),
  };
}
