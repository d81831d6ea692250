import { OptionError } from "../core/errors.ts";
import { conv2dGeometry } from "../core/geometry/conv2d.ts";
import { pool2dGeometry } from "../core/geometry/pool2d.ts";
import { readPair } from "../core/geometry/window.ts";
import { checkRank, checkShape, type Shape, sizeOf } from "../core/shape.ts";
import type { LayerSpec, ModelTable } from "./table.ts";

/** A layer in its place. Shapes are of one image: [c, h, w], or [features] from flatten on. */
export interface Layer {
  readonly spec: LayerSpec;
  /** The paper's or, where it has none, by what it follows: "conv1", "relu1", "norm1", "pool1". Unique. */
  readonly name: string;
  /** Where it stands in the built module, as in torchvision: "features.0", "avgpool", "classifier.6". */
  readonly key: string;
  readonly input: Shape;
  /** A convolution's or linear layer's [out, in, …]; null for layers that have none. */
  readonly weights: Shape | null;
  readonly output: Shape;
}

/** Every layer's name, key and shapes, without allocating anything.
 *  @throws ShapeError that names the layer which the shapes do not fit, as where the input is too small. */
export function trace(table: ModelTable): Layer[] {
  const names = nameLayers(table.layers);
  const keys = keyLayers(table.layers);
  const kinds = table.layers.map(({ kind }) => kind).filter((kind) => kind === "adaptiveAvgPool" || kind === "flatten");
  if (
    !["", "flatten", "adaptiveAvgPool", "adaptiveAvgPool,flatten"].includes(kinds.join()) ||
    new Set(keys).size < keys.length
  ) {
    throw new OptionError(
      `${table.name}: expected at most one adaptiveAvgPool, and a flatten right behind it; got ${kinds.join(", ")}`,
    );
  }
  let input: Shape = table.input;
  checkShape(`${table.name} input`, input);
  return table.layers.map((spec, i) => {
    const inferred = infer(`${table.name} ${names[i]}`, spec, input, table.classes);
    const layer = { spec, name: names[i], key: keys[i], input, ...inferred };
    input = layer.output;
    return layer;
  });
}

/** What a layer's input and weights make of each other. */
function infer(who: string, spec: LayerSpec, input: Shape, classes: number): Pick<Layer, "weights" | "output"> {
  const weights = null;
  switch (spec.kind) {
    case "conv": {
      checkRank(who, "images [c, h, w]", input, 3);
      const kernel = readPair(who, "kernel", spec.kernel, 1);
      const weights = [spec.filters, input[0] / (spec.groups ?? 1), ...kernel];
      return { weights, output: conv2dGeometry(who, [1, ...input], weights, spec).shape.slice(1) };
    }
    case "linear": {
      checkRank(who, "features [c]", input, 1);
      const features = spec.features === "classes" ? classes : spec.features;
      return { weights: [features, input[0]], output: [features] };
    }
    case "maxPool":
    case "avgPool":
      checkRank(who, "images [c, h, w]", input, 3);
      return { weights, output: pool2dGeometry(who, [1, ...input], spec).shape.slice(1) };
    case "adaptiveAvgPool":
      checkRank(who, "images [c, h, w]", input, 3);
      return { weights, output: [input[0], ...readPair(who, "outputSize", spec.outputSize, 1)] };
    case "localResponseNorm":
    case "batchNorm":
      checkRank(who, "images [c, h, w]", input, 3);
      return { weights, output: input };
    case "flatten":
      return { weights, output: [sizeOf(input)] };
    case "dropout":
    case "relu":
    case "sigmoid":
    case "tanh":
      return { weights, output: input };
  }
}

const prefixes = {
  maxPool: "pool",
  avgPool: "pool",
  adaptiveAvgPool: "avgpool",
  localResponseNorm: "norm",
  batchNorm: "bn",
  dropout: "drop",
  relu: "relu",
  sigmoid: "sigmoid",
  tanh: "tanh",
  flatten: "flatten",
};

/** A layer without a name takes the number of the last one with a name: "relu1"; a second one there a letter too. */
function nameLayers(layers: readonly LayerSpec[]): string[] {
  const uses = new Map<string, number>();
  let number = "";
  return layers.map((spec) => {
    if ("name" in spec) number = spec.name.replace(/^\D+/, "");
    const single = spec.kind === "flatten" || spec.kind === "adaptiveAvgPool";
    const name = "name" in spec ? spec.name : `${prefixes[spec.kind]}${single ? "" : number}`;
    const use = uses.get(name) ?? 0;
    uses.set(name, use + 1);
    return use === 0 ? name : `${name}${String.fromCharCode(97 + use)}`;
  });
}

/** "features.i" up to the flatten or adaptive pooling, "classifier.i" after it. */
function keyLayers(layers: readonly LayerSpec[]): string[] {
  let section = "features";
  let index = 0;
  return layers.map(({ kind }) => {
    if (kind === "adaptiveAvgPool" || kind === "flatten") {
      section = "classifier";
      index = 0;
      return prefixes[kind];
    }
    return `${section}.${index++}`;
  });
}
