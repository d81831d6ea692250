import { OptionError } from "../core/errors.ts";
import { conv2dGeometry } from "../core/geometry/conv2d.ts";
import { type Pool2dOptions, pool2dGeometry } from "../core/geometry/pool2d.ts";
import { padBehind, readPair } from "../core/geometry/window.ts";
import type { Shape } from "../core/shape.ts";
import type { LayerSpec } from "../models/index.ts";
import type { Layer } from "../models/trace.ts";
import { float, type GraphBuilder, int, ints } from "./graphBuilder.ts";
import { overhang, type Pads, poolPads } from "./windows.ts";
import { writeLrn } from "./writeLrn.ts";

/** What batch normalization adds to the variance in a network of a table. */
export const epsilon = 1e-5;

export const batchNormTensors = ["weight", "bias", "running_mean", "running_var"] as const;

/** A layer's tensors, by their names in the built module. */
export function tensorShapes({ spec, key, input, weights, output }: Layer): (readonly [name: string, shape: Shape])[] {
  if (spec.kind === "batchNorm") return batchNormTensors.map((name) => [`${key}.${name}`, [input[0]]]);
  if (weights === null) return [];
  const hasBias = !("bias" in spec && spec.bias === false);
  return [[`${key}.weight`, weights], ...(hasBias ? [[`${key}.bias`, [output[0]]] as const] : [])];
}

/** Whether nothing is written of a layer: dropout does nothing in evaluation, nor does a pooling to the size that is there. */
export function isLeftOut({ spec, input, output }: Layer): boolean {
  if (spec.kind === "dropout") return spec.inverted !== false;
  return spec.kind === "adaptiveAvgPool" && output.every((size, axis) => size === input[axis]);
}

/** Adds a layer's nodes and tensors.
 *  @param values the tensors by name.
 *  @throws OptionError for an adaptive pooling whose windows are not all of one size. */
export function writeLayer(
  graph: GraphBuilder,
  layer: Layer,
  values: ReadonlyMap<string, Float32Array>,
  options: { readonly decomposeLrn: boolean },
): void {
  if (isLeftOut(layer)) return;
  const { spec, name, key, input } = layer;
  const batch = [1, ...input];
  const inputs = tensorShapes(layer).map(([name, shape]) => graph.floats(name, shape, values.get(name)!));
  switch (spec.kind) {
    case "conv":
      graph.add("Conv", name, { inputs, attributes: convAttributes(spec, layer) });
      break;
    case "linear":
      graph.add("Gemm", name, { inputs, attributes: [int("transB", 1)] });
      break;
    case "maxPool": {
      const g = pool2dGeometry(name, batch, spec);
      graph.add("MaxPool", name, { attributes: windowOf([g.kh, g.kw], [g.sh, g.sw], poolPads(g)) });
      break;
    }
    case "avgPool":
      writeAverage(graph, name, batch, spec);
      break;
    case "adaptiveAvgPool":
      writeAdaptive(graph, name, input, readPair(name, "outputSize", spec.outputSize, 1));
      break;
    case "localResponseNorm":
      writeLrn(graph, name, batch, spec, options);
      break;
    case "batchNorm":
      graph.add("BatchNormalization", name, { inputs, attributes: [float("epsilon", epsilon)] });
      break;
    case "dropout":
      graph.add("Mul", name, { inputs: [graph.floats(`${key}.scale`, [], Float32Array.of(1 - spec.p))] });
      break;
    case "relu":
      graph.add("Relu", name);
      break;
    case "sigmoid":
      graph.add("Sigmoid", name);
      break;
    case "tanh":
      graph.add("Tanh", name);
      break;
    case "flatten":
      graph.add("Flatten", name, { attributes: [int("axis", 1)] });
      break;
  }
}

function convAttributes(spec: LayerSpec & { kind: "conv" }, { name, input, weights }: Layer) {
  const g = conv2dGeometry(name, [1, ...input], weights!, spec);
  const bottom = padBehind({ size: g.h, before: g.top, count: g.oh, stride: g.sh, span: g.dh * (g.kh - 1) + 1 });
  const right = padBehind({ size: g.w, before: g.left, count: g.ow, stride: g.sw, span: g.dw * (g.kw - 1) + 1 });
  return [
    ...windowOf([g.kh, g.kw], [g.sh, g.sw], [g.top, g.left, bottom, right]),
    ints("dilations", [g.dh, g.dw]),
    int("group", g.groups),
  ];
}

export function windowOf(kernel: readonly number[], strides: readonly number[], pads: Pads | readonly number[]) {
  return [ints("kernel_shape", kernel), ints("strides", strides), ints("pads", pads)];
}

/** Padding counts, what hangs over beyond it does not: where there is both, the padding is a node of its own. */
function writeAverage(graph: GraphBuilder, name: string, x: Shape, spec: Pool2dOptions): void {
  const g = pool2dGeometry(name, x, spec);
  const [below, beyond] = overhang(g);
  const isWithin = below + beyond === 0;
  if (!isWithin && g.top + g.left + g.bottom + g.right > 0) {
    const pads = [0, 0, g.top, g.left, 0, 0, g.bottom, g.right];
    graph.add("Pad", `${name}/pad`, { inputs: [graph.integers(`${name}/pads`, pads)] });
  }
  const pads = isWithin ? poolPads(g) : [0, 0, below, beyond];
  const attributes = [...windowOf([g.kh, g.kw], [g.sh, g.sw], pads), int("count_include_pad", isWithin ? 1 : 0)];
  graph.add("AveragePool", name, { attributes });
}

function writeAdaptive(graph: GraphBuilder, name: string, input: Shape, [oh, ow]: readonly [number, number]): void {
  const [, h, w] = input as readonly [number, number, number];
  if (oh === 1 && ow === 1) {
    graph.add("GlobalAveragePool", name);
    return;
  }
  if (h % oh !== 0 || w % ow !== 0) {
    throw new OptionError(
      `encodeOnnx: ${name}: ONNX has no adaptive pooling, and ${oh}×${ow} windows of one size do not make up ${h}×${w}`,
    );
  }
  const kernel = [h / oh, w / ow];
  graph.add("AveragePool", name, { attributes: windowOf(kernel, kernel, [0, 0, 0, 0]) });
}
