import { type Shape, sizeOf } from "../core/shape.ts";
import { type ModelName, modelTable, type TableOptions } from "./models.ts";
import type { InputShape, LayerSpec, ModelTable } from "./table.ts";
import { type Layer, trace } from "./trace.ts";

/** What one image costs in a forward pass; bytes in float32. */
export interface Cost {
  /** How many numbers training changes. */
  readonly parameters: number;
  /** Multiplications, each with its addition, of convolutions and linear layers. A training step takes about three times
   *  as many. */
  readonly macs: number;
  /** What the outputs take. */
  readonly activationBytes: number;
  /** What the parameters take. */
  readonly parameterBytes: number;
}

/** One layer of a summary. */
export interface LayerSummary extends Cost {
  /** "conv1", "relu1" … */
  readonly name: string;
  /** Its name in the built module: "features.0" … */
  readonly key: string;
  readonly kind: LayerSpec["kind"];
  /** Its row of the table. */
  readonly spec: LayerSpec;
  /** One image's, without the batch: [c, h, w] or [features]. */
  readonly outputShape: Shape;
}

/** What a network consists of, and what it costs. */
export interface Summary {
  readonly name: string;
  readonly description: string;
  readonly input: InputShape;
  readonly classes: number;
  readonly layers: readonly LayerSummary[];
  readonly totals: Cost;
}

/** A network's shapes, parameters and costs, counted from its table: nothing is allocated.
 *  @param model a network's name, or its table.
 *  @returns each layer's and their sums.
 *  @throws ShapeError that names the layer which the input is too small for; OptionError if there is no network of that name,
 *  or an option is out of range.
 *
 *  @example
 *  ```ts
 *  import { summarize } from "alexgrad";
 *
 *  const { totals, layers } = summarize("paper2012");
 *  console.log(totals.parameters, layers[0]?.outputShape); // 60965224 [ 96, 55, 55 ]
 *  ``` */
export function summarize(model: ModelName | ModelTable, options: TableOptions = {}): Summary {
  const table = modelTable(model, options);
  const layers = trace(table).map((layer): LayerSummary => {
    const { name, key, spec, output } = layer;
    return { name, key, kind: spec.kind, spec, outputShape: output, ...costOf(layer) };
  });
  const total = (of: keyof Cost) => layers.reduce((sum, layer) => sum + layer[of], 0);
  const totals = {
    parameters: total("parameters"),
    macs: total("macs"),
    activationBytes: total("activationBytes"),
    parameterBytes: total("parameterBytes"),
  };
  const { name, description, input, classes } = table;
  return { name, description, input, classes, layers, totals };
}

function costOf({ spec, input, weights, output }: Layer): Cost {
  const size = weights === null ? 0 : sizeOf(weights);
  const hasBias = weights !== null && !("bias" in spec && spec.bias === false);
  const parameters = size + (hasBias ? output[0] : 0) + (spec.kind === "batchNorm" ? 2 * input[0] : 0);
  // A weight is used once for each output pixel.
  const macs = size * sizeOf(output.slice(1));
  // Flatten is a view of its input.
  const activationBytes = spec.kind === "flatten" ? 0 : 4 * sizeOf(output);
  return { parameters, macs, activationBytes, parameterBytes: 4 * parameters };
}
