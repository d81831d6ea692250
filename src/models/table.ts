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
  readonly name: string;
  /** One sentence, with its source. */
  readonly description: string;
  readonly input: InputShape;
  readonly classes: number;
  readonly layers: readonly LayerSpec[];
}

/** How weights and biases start. Default: as PyTorch's. */
export interface InitSpec {
  readonly weightInit?: Initializer;
  readonly biasInit?: Initializer;
}

type ConvOptions = Conv2dOptions & InitSpec & { readonly kernel: Pair; readonly bias?: boolean };
type AdaptiveOptions = { readonly outputSize: Pair };
type DropoutOptions = { readonly p: number; readonly inverted?: boolean };

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

export const relu: LayerSpec = { kind: "relu" };
export const sigmoid: LayerSpec = { kind: "sigmoid" };
export const tanh: LayerSpec = { kind: "tanh" };
export const batchNorm: LayerSpec = { kind: "batchNorm" };
export const flatten: LayerSpec = { kind: "flatten" };

export function conv(name: string, filters: number, options: ConvOptions): LayerSpec {
  checkOptions("conv", options, convOptions);
  checkRequired("conv", options, convOptions, "kernel");
  return { kind: "conv", name, filters, ...options };
}

/** @param features of the output; "classes" in the last layer. */
export function linear(name: string, features: number | "classes", options: InitSpec = {}): LayerSpec {
  checkOptions("linear", options, initOptions);
  return { kind: "linear", name, features, ...options };
}

export function maxPool(options: Pool2dOptions): LayerSpec {
  checkOptions("maxPool", options, pool2dOptions);
  checkRequired("maxPool", options, pool2dOptions, "kernel");
  return { kind: "maxPool", ...options };
}

export function avgPool(options: Pool2dOptions): LayerSpec {
  checkOptions("avgPool", options, pool2dOptions);
  checkRequired("avgPool", options, pool2dOptions, "kernel");
  return { kind: "avgPool", ...options };
}

export function adaptiveAvgPool(options: AdaptiveOptions): LayerSpec {
  checkOptions("adaptiveAvgPool", options, adaptiveOptions);
  checkRequired("adaptiveAvgPool", options, adaptiveOptions, "outputSize");
  return { kind: "adaptiveAvgPool", ...options };
}

export function localResponseNorm(options: LocalResponseNormOptions = {}): LayerSpec {
  checkOptions("localResponseNorm", options, localResponseNormOptions);
  return { kind: "localResponseNorm", ...options };
}

/** @param options.inverted scale in training, as today (true), or in evaluation, as in 2012 (false). Default true. */
export function dropout(options: DropoutOptions): LayerSpec {
  checkOptions("dropout", options, dropoutOptions);
  checkRequired("dropout", options, dropoutOptions, "p");
  return { kind: "dropout", ...options };
}
