/** A network with one design choice changed: functions of layer tables. */

import { describe } from "../core/describe.ts";
import { OptionError } from "../core/errors.ts";
import { choice, number, record } from "../core/kinds.ts";
import { checkArgument, checkOptions, type Kind, type Kinds } from "../core/options.ts";
import { constant, fansOf, gaussian, glorotUniform, heNormal, type Initializer } from "../nn/init.ts";
import { type LocalResponseNormOptions, localResponseNormOptions } from "../ops/localResponseNorm.ts";
import { batchNorm, type LayerSpec, type ModelTable } from "./table.ts";
import { tableKind } from "./tableKind.ts";

type Change = (table: ModelTable) => ModelTable;

/** A change that says which table it cannot take. */
function changing(who: string, change: Change): Change {
  return (table) => {
    checkArgument(who, "the table", table, tableKind);
    return change(table);
  };
}

function mapLayers(table: ModelTable, change: (spec: LayerSpec) => readonly LayerSpec[]): ModelTable {
  return { ...table, layers: table.layers.flatMap(change) };
}

/** Another function in place of every ReLU, tanh or sigmoid.
 *  @param kind the function's name.
 *  @returns a change: from a table to a new one.
 *
 *  @example
 *  ```ts
 *  import { modelTable, variants } from "alexgrad";
 *
 *  const { layers } = variants.withActivation("tanh")(modelTable("paper2012"));
 *  console.log(layers[1]); // { kind: 'tanh' }
 *  ``` */
export function withActivation(kind: "relu" | "tanh" | "sigmoid"): Change {
  const isActivation = (spec: LayerSpec) => spec.kind === "relu" || spec.kind === "tanh" || spec.kind === "sigmoid";
  return changing("withActivation", (table) => mapLayers(table, (spec) => (isActivation(spec) ? [{ kind }] : [spec])));
}

/** Another normalization.
 *  @param norm "local": the table's own local response normalization; "batch": batch normalization behind every convolution
 *  instead, which then has no bias; "none": neither.
 *  @returns a change: from a table to a new one.
 *
 *  @example
 *  ```ts
 *  import { modelTable, variants } from "alexgrad";
 *
 *  const { layers } = variants.withNorm("batch")(modelTable("paper2012"));
 *  console.log(layers[1]); // { kind: 'batchNorm' }
 *  ``` */
export function withNorm(norm: "local" | "batch" | "none"): Change {
  return changing("withNorm", (table) => {
    if (norm === "local") return mapLayers(table, (spec) => (spec.kind === "batchNorm" ? [] : [spec]));
    const bare = mapLayers(table, (spec) =>
      spec.kind === "batchNorm" || spec.kind === "localResponseNorm" ? [] : [spec],
    );
    if (norm === "none") return bare;
    return mapLayers(bare, (spec) => (spec.kind === "conv" ? [{ ...spec, bias: false }, batchNorm] : [spec]));
  });
}

/** Other constants in every local response normalization.
 *  @param constants what is left out stays as the table has it.
 *  @returns a change: from a table to a new one.
 *  @throws OptionError for an unknown constant.
 *
 *  @example
 *  ```ts
 *  import { modelTable, variants } from "alexgrad";
 *
 *  const { layers } = variants.withLrn({ size: 3 })(modelTable("caffe"));
 *  console.log(layers[2]?.kind, JSON.stringify(layers[2]).includes('"size":3')); // localResponseNorm true
 *  ``` */
export function withLrn(constants: LocalResponseNormOptions): Change {
  checkOptions("withLrn", constants, localResponseNormOptions);
  return changing("withLrn", (table) =>
    mapLayers(table, (spec) => (spec.kind === "localResponseNorm" ? [{ ...spec, ...constants }] : [spec])),
  );
}

/** Other windows in every max pooling.
 *  @param pooling "overlapping" 3×3 or "disjoint" 2×2, both in steps of 2 and with the same output sizes for even inputs.
 *  @returns a change: from a table to a new one.
 *
 *  @example
 *  ```ts
 *  import { alexnetSmall, summarize, variants } from "alexgrad";
 *
 *  const { layers } = summarize(variants.withPooling("disjoint")(alexnetSmall()));
 *  console.log(layers.find(({ name }) => name === "pool1")?.outputShape); // [ 16, 8, 8 ]
 *  ``` */
export function withPooling(pooling: "overlapping" | "disjoint"): Change {
  const [kernel, padding] = pooling === "overlapping" ? [3, 1] : [2, 0];
  return changing("withPooling", (table) =>
    mapLayers(table, (spec) =>
      spec.kind === "maxPool" ? [{ kind: "maxPool", kernel, stride: 2, padding, ceilMode: false }] : [spec],
    ),
  );
}

/** How weights are drawn, by name. */
export const weightInits = ["he", "glorot", "gaussian", "paper"] as const;

/** How `withInit` draws initial values. */
export interface InitChoice {
  /** "paper": N(0, 0.01) as in 2012, where fan-ins are the 2012 net's; in a narrower one the σ that has the same σ√fanIn,
   *  and so the same growth from layer to layer. */
  readonly weight: (typeof weightInits)[number];
  /** σ of "gaussian". Default: 0.01, the paper's. */
  readonly std?: number;
  /** The factor of "glorot"; see `glorotUniform`. Default: 6. */
  readonly k?: number;
  /** What biases start with. Default: 0. */
  readonly bias?: number;
  /** What differs, by the layer's name. Default: nothing. */
  readonly layers?: Readonly<Record<string, { readonly std?: number; readonly bias?: number }>>;
}

const initKinds: Kinds<Partial<InitChoice>> = {
  weight: choice(...weightInits),
  std: number,
  k: number,
  bias: number,
  layers: record as Kind<NonNullable<InitChoice["layers"]>>,
};

/** Other initial values in every convolution and linear layer.
 *  @param choice how they are drawn.
 *  @returns a change: from a table to a new one, which throws OptionError for a layer that is not there.
 *  @throws OptionError for an unknown option, ShapeError, when a layer draws, for weights without a fan-in.
 *
 *  @example
 *  ```ts
 *  import { buildModel, modelTable, variants } from "alexgrad";
 *
 *  const table = variants.withInit({ weight: "he", bias: 1 })(modelTable("lenet5"));
 *  const model = buildModel(table);
 *  console.log(await model.namedParameters().get("features.0.bias")?.toArray()); // [ 1, 1, 1, 1, 1, 1 ]
 *  ``` */
export function withInit(choice: InitChoice): Change {
  checkOptions("withInit", choice, initKinds);
  const { layers = {} } = choice;
  for (const own of Object.values(layers)) checkOptions("withInit", own, initKinds);
  return changing("withInit", (table) => {
    const names = table.layers.flatMap((spec) => ("name" in spec ? [spec.name] : []));
    const unknown = Object.keys(layers).find((name) => !names.includes(name));
    if (unknown !== undefined) throw new OptionError(`init: expected layers among ${names.join(", ")}; got ${unknown}`);
    return mapLayers(table, (spec) => {
      if (!("name" in spec)) return [spec];
      const own = { ...choice, ...layers[spec.name] };
      return [{ ...spec, weightInit: initializer(own, spec.name), biasInit: constant(own.bias ?? 0) }];
    });
  });
}

/** What each weight's output sums over in `paper2012`. */
const paperFanIns: Readonly<Record<string, number>> = {
  conv1: 363,
  conv2: 1200,
  conv3: 2304,
  conv4: 1728,
  conv5: 1728,
  fc6: 9216,
  fc7: 4096,
  fc8: 4096,
};

function initializer({ weight, std = 0.01, k = 6 }: InitChoice, layer: string): Initializer {
  switch (weight) {
    case "he":
      return heNormal();
    case "glorot":
      return glorotUniform({ k });
    case "gaussian":
      return gaussian({ std });
    case "paper": {
      const fanIn = paperFanIns[layer];
      if (fanIn === undefined) throw new OptionError(`init: the 2012 net has no layer ${describe(layer)} to take from`);
      return (shape, rng) => gaussian({ std: 0.01 * Math.sqrt(fanIn / fansOf(shape).fanIn) })(shape, rng);
    }
    default:
      throw new OptionError(`init: expected weight to be one of ${weightInits.join(", ")}; got ${describe(weight)}`);
  }
}

/** Without the named convolution or linear layer and its activation.
 *  @param name the layer's.
 *  @returns a change: from a table to a new one, which throws OptionError if the layer is not there.
 *  @throws OptionError from the change.
 *
 *  @example
 *  ```ts
 *  import { modelTable, variants } from "alexgrad";
 *
 *  const table = variants.withoutLayer("conv4")(modelTable("alexnet-small"));
 *  console.log(table.layers.some((layer) => "name" in layer && layer.name === "conv4")); // false
 *  ``` */
export function withoutLayer(name: string): Change {
  return changing("withoutLayer", (table) => {
    const at = table.layers.findIndex((spec) => "name" in spec && spec.name === name);
    if (at < 0) throw new OptionError(`withoutLayer: ${table.name} has no layer ${describe(name)}`);
    let end = at + 1;
    while (["relu", "tanh", "sigmoid", "batchNorm"].includes(table.layers[end]?.kind ?? "")) end++;
    return { ...table, layers: [...table.layers.slice(0, at), ...table.layers.slice(end)] };
  });
}
