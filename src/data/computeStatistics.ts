import { kind, listOf } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import type { Dataset } from "./dataset.ts";
import { channelStatistics, colorComponents, meanImage, type Statistics } from "./statistics.ts";
import type { TransformSpec } from "./transforms/spec.ts";

const specKind = kind("a transform with its kind", (value): value is TransformSpec => {
  return typeof value === "object" && value !== null && "kind" in value;
});

/** What these transforms need to know of the training images, and always mean and standard deviation.
 *  @param dataset the training images.
 *  @param specs the transforms that they and other images will go through.
 *  @returns the statistics, for pixels in [0, 1].
 *
 *  @example
 *  ```ts
 *  import { builtin, computeStatistics } from "alexgrad/data";
 *
 *  const statistics = computeStatistics(builtin({ count: 20 }), [{ kind: "subtractMeanImage" }]);
 *  console.log(statistics.mean.length, statistics.meanImage?.length); // 3 3072
 *  ``` */
export function computeStatistics(dataset: Dataset, specs: readonly TransformSpec[]): Statistics {
  checkArgument("computeStatistics", "specs", specs, listOf(specKind));
  const needs = (kind: TransformSpec["kind"]) => specs.some((spec) => spec.kind === kind);
  return {
    ...channelStatistics(dataset),
    ...(needs("subtractMeanImage") && { meanImage: meanImage(dataset) }),
    ...(needs("pcaColor") && { pca: colorComponents(dataset) }),
  };
}
