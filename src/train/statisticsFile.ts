import { FormatError } from "../core/errors.ts";
import type { Statistics } from "../data/statistics.ts";
import type { TensorData } from "../io/safetensors.ts";

/** A data set's statistics as tensors: "mean" [c], "std" [c], "meanImage" [c·h·w], "pca.values" [c], "pca.vectors" [c, c]. */
export function encodeStatistics({ mean, std, meanImage, pca }: Statistics): Record<string, TensorData> {
  const list = (values: readonly number[]) => ({ shape: [values.length], data: Float64Array.from(values) });
  return {
    mean: list(mean),
    std: list(std),
    ...(meanImage && { meanImage: { shape: [meanImage.length], data: meanImage } }),
    ...(pca && {
      "pca.values": list(pca.values),
      "pca.vectors": { shape: [pca.vectors.length, mean.length], data: Float64Array.from(pca.vectors.flat()) },
    }),
  };
}

/** @throws FormatError if mean or std is missing. */
export function decodeStatistics(tensors: ReadonlyMap<string, TensorData>, file: string): Statistics {
  const list = (name: string) => [...(tensors.get(name)?.data ?? [])];
  const [mean, std, values, vectors] = [list("mean"), list("std"), list("pca.values"), list("pca.vectors")];
  if (mean.length === 0 || std.length !== mean.length) throw new FormatError(file, "expected mean and std of channels");
  const image = tensors.get("meanImage")?.data;
  const rows = values.map((_, i) => vectors.slice(i * mean.length, (i + 1) * mean.length));
  return {
    mean,
    std,
    ...(image && { meanImage: Float32Array.from(image) }),
    ...(values.length > 0 && { pca: { values, vectors: rows } }),
  };
}
