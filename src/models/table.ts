import { type Conv2dOptions, conv2dOptions } from "../core/geometry/conv2d.ts";
import { type Pool2dOptions, pool2dOptions } from "../core/geometry/pool2d.ts";
import type { Pair } from "../core/geometry/window.ts";
import { boolean, callback } from "../core/kinds.ts";
import { checkOptions, type Kinds } from "../core/options.ts";
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

type ConvOptions = Conv2dOptions & InitSpec & { readonly bias?: boolean };
type PoolOptions = Omit<Pool2dOptions, "kernel" | "stride">;

export type LayerSpec =
  | ({ readonly kind: "conv"; readonly name: string; readonly filters: number; readonly kernel: Pair } & ConvOptions)
  | ({ readonly kind: "linear"; readonly name: string; readonly features: number | "classes" } & InitSpec)
  | ({ readonly kind: "maxPool" | "avgPool" } & Pool2dOptions)
  | { readonly kind: "adaptiveAvgPool"; readonly outputSize: Pair }
  | ({ readonly kind: "localResponseNorm" } & LocalResponseNormOptions)
  | { readonly kind: "dropout"; readonly p: number; readonly inverted?: boolean }
  | { readonly kind: "batchNorm" | "relu" | "sigmoid" | "tanh" | "flatten" };

const initOptions: Kinds<InitSpec> = { weightInit: callback(), biasInit: callback() };
const convOptions: Kinds<ConvOptions> = { ...conv2dOptions, ...initOptions, bias: boolean };
const { kernel: _kernel, stride: _stride, ...poolOptions } = pool2dOptions;

// What tables are written in, layer by layer.

export const relu: LayerSpec = { kind: "relu" };
export const sigmoid: LayerSpec = { kind: "sigmoid" };
export const tanh: LayerSpec = { kind: "tanh" };
export const batchNorm: LayerSpec = { kind: "batchNorm" };
export const flatten: LayerSpec = { kind: "flatten" };

export function conv(name: string, filters: number, kernel: Pair, options: ConvOptions = {}): LayerSpec {
  checkOptions("conv", options, convOptions);
  return { kind: "conv", name, filters, kernel, ...options };
}

/** @param features of the output; "classes" in the last layer. */
export function linear(name: string, features: number | "classes", options: InitSpec = {}): LayerSpec {
  checkOptions("linear", options, initOptions);
  return { kind: "linear", name, features, ...options };
}

export function maxPool(kernel: Pair, stride: Pair, options: PoolOptions = {}): LayerSpec {
  checkOptions("maxPool", options, poolOptions);
  return { kind: "maxPool", kernel, stride, ...options };
}

export function avgPool(kernel: Pair, stride: Pair, options: PoolOptions = {}): LayerSpec {
  checkOptions("avgPool", options, poolOptions);
  return { kind: "avgPool", kernel, stride, ...options };
}

export function adaptiveAvgPool(outputSize: Pair): LayerSpec {
  return { kind: "adaptiveAvgPool", outputSize };
}

export function localResponseNorm(options: LocalResponseNormOptions = {}): LayerSpec {
  checkOptions("localResponseNorm", options, localResponseNormOptions);
  return { kind: "localResponseNorm", ...options };
}

/** @param options.inverted scale in training, as today (true), or in evaluation, as in 2012 (false). Default true. */
export function dropout(p: number, options: { readonly inverted?: boolean } = {}): LayerSpec {
  checkOptions("dropout", options, { inverted: boolean });
  return { kind: "dropout", p, ...options };
}
