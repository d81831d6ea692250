import { instanceOf, kind, numbers, record } from "../core/kinds.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import { type Dataset, datasetKind } from "./dataset.ts";
import { eigenSymmetric } from "./principalComponents.ts";

/** One number per channel, for pixels in [0, 1]. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** What a pipeline may need to know of the training images, for pixels in [0, 1]. */
export interface Statistics extends ChannelStatistics {
  /** c·h·w numbers, of the images as they are stored. */
  readonly meanImage?: Float32Array;
  /** The covariance of a pixel's channels: its eigenvalues, largest first, and its eigenvectors as rows. */
  readonly pca?: { readonly values: readonly number[]; readonly vectors: readonly (readonly number[])[] };
}

const statisticsKind = kind("statistics with mean and std", (value): value is Statistics => {
  return (
    record.accepts(value) &&
    "mean" in value &&
    numbers.accepts(value.mean) &&
    "std" in value &&
    numbers.accepts(value.std)
  );
});

export const statisticsKinds: Kinds<Statistics> = {
  mean: numbers,
  std: numbers,
  meanImage: instanceOf("a Float32Array", Float32Array),
  pca: kind("principal components", (value): value is NonNullable<Statistics["pca"]> => record.accepts(value)),
};

export function checkStatistics(who: string, name: string, statistics: Statistics): void {
  checkArgument(who, name, statistics, statisticsKind);
  checkOptions(who, statistics, statisticsKinds);
}

/** Mean and standard deviation of every channel over all images. A channel of one value throughout gets the std 1, so
 *  that dividing by it does no harm.
 *  @param dataset [c, h, w] per image.
 *  @returns c numbers each, for pixels in [0, 1].
 *
 *  @example
 *  ```ts
 *  import { channelStatistics } from "alexgrad/data";
 *
 *  // Two images of one pixel, with two channels.
 *  const images = Uint8Array.of(0, 255, 255, 255);
 *  const dataset = { name: "two", shape: [2, 1, 1], classes: ["a"], images, labels: Uint16Array.of(0, 0) } as const;
 *  console.log(channelStatistics(dataset)); // { mean: [ 0.5, 1 ], std: [ 0.5, 1 ] }
 *  ``` */
export function channelStatistics(dataset: Dataset): ChannelStatistics {
  checkArgument("channelStatistics", "dataset", dataset, datasetKind);
  const { shape, images } = dataset;
  const [c, h, w] = shape;
  const sums = new Array<number>(c).fill(0);
  const squares = new Array<number>(c).fill(0);
  for (let start = 0, plane = 0; start < images.length; start += h * w, plane++) {
    let sum = 0;
    let square = 0;
    for (let i = start; i < start + h * w; i++) {
      const value = images[i];
      sum += value;
      square += value * value;
    }
    sums[plane % c] += sum;
    squares[plane % c] += square;
  }
  const count = images.length / c;
  // In bytes the variance of a constant channel is exactly 0; in fractions it would be rounding.
  const std = squares.map((square, channel) => Math.sqrt(square / count - (sums[channel] / count) ** 2) / 255 || 1);
  return { mean: sums.map((sum) => sum / count / 255), std };
}

/** The mean of all images.
 *  @param dataset [c, h, w] per image.
 *  @returns c·h·w numbers in [0, 1].
 *
 *  @example
 *  ```ts
 *  import { meanImage } from "alexgrad/data";
 *
 *  // Two images of one pixel, with two channels.
 *  const images = Uint8Array.of(0, 255, 255, 255);
 *  const dataset = { name: "two", shape: [2, 1, 1], classes: ["a"], images, labels: Uint16Array.of(0, 0) } as const;
 *  console.log(meanImage(dataset)); // Float32Array(2) [ 0.5, 1 ]
 *  ``` */
export function meanImage(dataset: Dataset): Float32Array {
  checkArgument("meanImage", "dataset", dataset, datasetKind);
  const { shape, images, labels } = dataset;
  const [c, h, w] = shape;
  const size = c * h * w;
  const sums = new Float64Array(size);
  for (let start = 0; start < images.length; start += size) {
    for (let i = 0; i < size; i++) sums[i] += images[start + i];
  }
  return Float32Array.from(sums, (sum) => sum / labels.length / 255);
}

/** Eigenvalues and eigenvectors of the covariance of a pixel's channels, over all pixels of all images: along
 *  them `pcaColor` shifts an image.
 *  @param dataset [c, h, w] per image.
 *  @returns c eigenvalues, largest first, for pixels in [0, 1], and c eigenvectors of c numbers.
 *
 *  @example
 *  ```ts
 *  import { colorComponents } from "alexgrad/data";
 *
 *  // Two images of one pixel, with two channels.
 *  const images = Uint8Array.of(0, 255, 255, 255);
 *  const dataset = { name: "two", shape: [2, 1, 1], classes: ["a"], images, labels: Uint16Array.of(0, 0) } as const;
 *  console.log(colorComponents(dataset).values); // [ 0.25, 0 ]
 *  ``` */
export function colorComponents(dataset: Dataset): NonNullable<Statistics["pca"]> {
  checkArgument("colorComponents", "dataset", dataset, datasetKind);
  const { shape, images } = dataset;
  const [c, h, w] = shape;
  const plane = h * w;
  const sums = new Array<number>(c).fill(0);
  const products = sums.map(() => new Array<number>(c).fill(0));
  for (let start = 0; start < images.length; start += c * plane) {
    for (let i = 0; i < c; i++) {
      for (let j = i; j < c; j++) {
        let product = 0;
        for (let k = 0; k < plane; k++) product += images[start + i * plane + k] * images[start + j * plane + k];
        products[i][j] += product;
      }
      for (let k = 0; k < plane; k++) sums[i] += images[start + i * plane + k];
    }
  }
  const count = images.length / c;
  const covariance = products.map((row, i) =>
    row.map((_, j) => (products[Math.min(i, j)][Math.max(i, j)] / count - (sums[i] * sums[j]) / count ** 2) / 255 ** 2),
  );
  return eigenSymmetric(covariance);
}
