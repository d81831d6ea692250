import { FormatError } from "../core/errors.ts";
import type { ImageShape } from "../data/dataset.ts";
import type { Statistics } from "../data/statistics.ts";
import type { TensorData } from "../io/safetensors.ts";
import { checkFinite } from "./finite.ts";

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

/** @param stored the images' shape.
 *  @throws FormatError if a tensor is missing, unknown, of another shape than the images ask for, or not finite. */
export function decodeStatistics(
  tensors: ReadonlyMap<string, TensorData>,
  file: string,
  [c, h, w]: ImageShape,
): Statistics {
  const lengths = { mean: c, std: c, meanImage: c * h * w, "pca.values": c, "pca.vectors": c * c };
  const known = new Map(Object.entries(lengths));
  for (const [name, { data }] of tensors) {
    const length = known.get(name);
    if (length === undefined)
      throw new FormatError(
        file,
        `expected no other tensors than ${[...known.keys()].join(", ")}; got ${JSON.stringify(name)}`,
      );
    if (data.length !== length) throw new FormatError(file, `${name}: expected ${length} numbers; got ${data.length}`);
  }
  checkFinite(file, tensors);
  const list = (name: keyof typeof lengths) => [...(tensors.get(name)?.data ?? [])];
  const [mean, std, values, vectors] = [list("mean"), list("std"), list("pca.values"), list("pca.vectors")];
  if (mean.length === 0 || std.length === 0) throw new FormatError(file, "expected mean and std of channels");
  if (!std.every((each) => each > 0))
    throw new FormatError(file, `std: expected numbers above 0; got ${std.join(", ")}`);
  if (values.length !== vectors.length / c)
    throw new FormatError(file, "expected pca.values and pca.vectors, or neither");
  const image = tensors.get("meanImage")?.data;
  const rows = values.map((_, i) => vectors.slice(i * c, (i + 1) * c));
  return {
    mean,
    std,
    ...(image && { meanImage: Float32Array.from(image) }),
    ...(values.length > 0 && { pca: { values, vectors: rows } }),
  };
}
