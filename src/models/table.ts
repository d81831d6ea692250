import { type Conv2dOptions, conv2dOptions } from "../core/geometry/conv2d.ts";
import { type Pool2dOptions, pool2dOptions } from "../core/geometry/pool2d.ts";
import type { Pair } from "../core/geometry/window.ts";
import { boolean, callback, number, pair } from "../core/kinds.ts";
import { checkOptions, checkRequired, type Kinds } from "../core/options.ts";
import type { Initializer } from "../nn/init.ts";
import { type LocalResponseNormOptions, localResponseNormOptions } from "../ops/localResponseNorm.ts";

/** Channels, height and width of one image. */
export type InputShape = readonly [c: number, h: number, w: number];

/** A network as data: `buildModel` makes it, `summarize` counts it. */
export interface ModelTable {
  /** What `buildModel` and `--model` call it. */
  readonly name: string;
  /** One sentence, with its source. */
  readonly description: string;
  /** The shape of the images that it is made for. */
  readonly input: InputShape;
  /** How many scores its last layer makes. */
  readonly classes: number;
  /** From the input to the scores; `layers` makes them. */
  readonly layers: readonly LayerSpec[];
}

/** How a layer's weights and biases start. */
export interface InitSpec {
  /** Draws the weights. Default: `fanInUniform()`, as in PyTorch. */
  readonly weightInit?: Initializer;
  /** Draws the biases. Default: the same range as for the weights. */
  readonly biasInit?: Initializer;
}

type ConvOptions = Conv2dOptions & InitSpec & { readonly kernel: Pair; readonly bias?: boolean };
type AdaptiveOptions = { readonly outputSize: Pair };
type DropoutOptions = { readonly p: number; readonly inverted?: boolean };

/** One row of a network's table: a layer's kind and its options. */
export type LayerSpec =
  | ({ readonly kind: "conv"; readonly name: string; readonly filters: number } & ConvOptions)
  | ({ readonly kind: "linear"; readonly name: string; readonly features: number | "classes" } & InitSpec)
  | ({ readonly kind: "maxPool" | "avgPool" } & Pool2dOptions)
  | ({ readonly kind: "adaptiveAvgPool" } & AdaptiveOptions)
  | ({ readonly kind: "localResponseNorm" } & LocalResponseNormOptions)
  | ({ readonly kind: "dropout" } & DropoutOptions)
  | { readonly kind: "batchNorm" | "relu" | "sigmoid" | "tanh" | "flatten" };

const initOptions: Kinds<InitSpec> = { weightInit: callback(), biasInit: callback() };
const convOptions: Kinds<ConvOptions> = { kernel: pair, ...conv2dOptions, ...initOptions, bias: boolean };
const adaptiveOptions: Kinds<AdaptiveOptions> = { outputSize: pair };
const dropoutOptions: Kinds<DropoutOptions> = { p: number, inverted: boolean };

// What tables are written in, layer by layer.

/** A ReLU; see `relu`. */
export const relu: LayerSpec = { kind: "relu" };
/** A sigmoid; see `sigmoid`. */
export const sigmoid: LayerSpec = { kind: "sigmoid" };
/** A hyperbolic tangent; see `tanh`. */
export const tanh: LayerSpec = { kind: "tanh" };
/** Batch normalization of every channel; see `BatchNorm2d`. */
export const batchNorm: LayerSpec = { kind: "batchNorm" };
/** All of an image's values as one row of features; see `flatten`. */
export const flatten: LayerSpec = { kind: "flatten" };

/** A row for a convolution; see `Conv2d`.
 *  @param name unique in the table, such as "conv1".
 *  @param filters channels of the output.
 *  @param options.kernel window size.
 *  @param options.bias whether the layer adds a bias. Default: true.
 *  @returns the row, to stand in a table.
 *  @throws OptionError for an unknown option, or without a kernel.
 *
 *  @example
 *  ```ts
 *  import { layers, summarize } from "alexgrad";
 *
 *  const conv1 = layers.conv("conv1", 96, { kernel: 11, stride: 4 });
 *  const table = { name: "mine", description: "One layer.", input: [3, 227, 227], classes: 10, layers: [conv1] } as const;
 *  console.log(summarize(table).layers[0]?.outputShape); // [ 96, 55, 55 ]
 *  ``` */
export function conv(name: string, filters: number, options: ConvOptions): LayerSpec {
  checkOptions("conv", options, convOptions);
  checkRequired("conv", options, convOptions, "kernel");
  return { kind: "conv", name, filters, ...options };
}

/** A row for a fully connected layer; see `Linear`.
 *  @param name unique in the table, such as "fc6".
 *  @param features of the output; "classes" in the last layer.
 *  @returns the row, to stand in a table.
 *  @throws OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { layers } from "alexgrad";
 *
 *  console.log(layers.linear("fc8", "classes")); // { kind: 'linear', name: 'fc8', features: 'classes' }
 *  ``` */
export function linear(name: string, features: number | "classes", options: InitSpec = {}): LayerSpec {
  checkOptions("linear", options, initOptions);
  return { kind: "linear", name, features, ...options };
}

/** A row for max pooling; see `maxPool2d`.
 *  @returns the row, to stand in a table.
 *  @throws OptionError for an unknown option, or without a kernel.
 *
 *  @example
 *  ```ts
 *  import { layers } from "alexgrad";
 *
 *  console.log(layers.maxPool({ kernel: 3, stride: 2 })); // { kind: 'maxPool', kernel: 3, stride: 2 }
 *  ``` */
export function maxPool(options: Pool2dOptions): LayerSpec {
  checkOptions("maxPool", options, pool2dOptions);
  checkRequired("maxPool", options, pool2dOptions, "kernel");
  return { kind: "maxPool", ...options };
}

/** A row for average pooling; see `avgPool2d`.
 *  @returns the row, to stand in a table.
 *  @throws OptionError for an unknown option, or without a kernel.
 *
 *  @example
 *  ```ts
 *  import { layers } from "alexgrad";
 *
 *  console.log(layers.avgPool({ kernel: 2 })); // { kind: 'avgPool', kernel: 2 }
 *  ``` */
export function avgPool(options: Pool2dOptions): LayerSpec {
  checkOptions("avgPool", options, pool2dOptions);
  checkRequired("avgPool", options, pool2dOptions, "kernel");
  return { kind: "avgPool", ...options };
}

/** A row for average pooling to a given size; see `adaptiveAvgPool2d`.
 *  @param options.outputSize one number for both, or [oh, ow].
 *  @returns the row, to stand in a table.
 *  @throws OptionError for an unknown option, or without a size.
 *
 *  @example
 *  ```ts
 *  import { layers } from "alexgrad";
 *
 *  console.log(layers.adaptiveAvgPool({ outputSize: 6 })); // { kind: 'adaptiveAvgPool', outputSize: 6 }
 *  ``` */
export function adaptiveAvgPool(options: AdaptiveOptions): LayerSpec {
  checkOptions("adaptiveAvgPool", options, adaptiveOptions);
  checkRequired("adaptiveAvgPool", options, adaptiveOptions, "outputSize");
  return { kind: "adaptiveAvgPool", ...options };
}

/** A row for local response normalization; see `localResponseNorm`.
 *  @returns the row, to stand in a table.
 *  @throws OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { layers } from "alexgrad";
 *
 *  console.log(layers.localResponseNorm({ size: 5, k: 2 })); // { kind: 'localResponseNorm', size: 5, k: 2 }
 *  ``` */
export function localResponseNorm(options: LocalResponseNormOptions = {}): LayerSpec {
  checkOptions("localResponseNorm", options, localResponseNormOptions);
  return { kind: "localResponseNorm", ...options };
}

/** A row for dropout; see `dropout`.
 *  @param options.p the probability of dropping an element.
 *  @param options.inverted whether to scale in training, as today, or in evaluation, as in 2012. Default: true.
 *  @returns the row, to stand in a table.
 *  @throws OptionError for an unknown option, or without p.
 *
 *  @example
 *  ```ts
 *  import { layers } from "alexgrad";
 *
 *  console.log(layers.dropout({ p: 0.5 })); // { kind: 'dropout', p: 0.5 }
 *  ``` */
export function dropout(options: DropoutOptions): LayerSpec {
  checkOptions("dropout", options, dropoutOptions);
  checkRequired("dropout", options, dropoutOptions, "p");
  return { kind: "dropout", ...options };
}
