import { OptionError } from "../core/errors.ts";
import { checkOptions } from "../core/options.ts";
import { defaultRng, Rng } from "../core/rng.ts";
import { ReLU, Sigmoid, Tanh } from "../nn/activations.ts";
import { BatchNorm2d } from "../nn/batchNorm.ts";
import { Conv2d } from "../nn/conv2d.ts";
import { Dropout } from "../nn/dropout.ts";
import { Flatten } from "../nn/flatten.ts";
import { Linear } from "../nn/linear.ts";
import { LocalResponseNorm } from "../nn/localResponseNorm.ts";
import { type Module, type ParameterOptions, parameterOptions } from "../nn/module.ts";
import { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d } from "../nn/pooling.ts";
import { Sequential } from "../nn/sequential.ts";
import { type ModelName, modelTable, type TableOptions, tableOptions } from "./models.ts";
import { summarize } from "./summary.ts";
import type { ModelTable } from "./table.ts";
import { type Layer, trace } from "./trace.ts";

/** The largest networks that are built, in numbers: 4 GiB in float32. */
const most = 2 ** 30;

/** @throws OptionError if parameters, or one image's activations, are too many: found out before anything is allocated. */
export function checkSize(table: ModelTable): void {
  const { parameters, activationBytes } = summarize(table).totals;
  for (const [what, count] of Object.entries({ parameters, "activations for one image": activationBytes / 4 })) {
    if (count <= most) continue;
    throw new OptionError(`${table.name}: expected at most ${most} ${what} (4 GiB); got ${count}`);
  }
}

/** A network with fresh parameters, in training mode: images [n, c, h, w] to scores [n, classes]. Its parameters have
 *  torchvision's names ("features.0.weight" … "classifier.6.bias"). Each layer draws its initial values and dropout masks
 *  from `rng.fork(layer name)`, so that "conv1" starts the same in every network that has the same one.
 *  @param model a network's name, or its table.
 *  @param options.rng the stream that the layers' are forked from. Default: one that is drawn from the stream of `manualSeed`.
 *  @param options.device where parameters live. Default: `defaultDevice()`.
 *  @param options.skipInit whether weights stay undrawn because they are loaded: drawing those of the largest networks takes
 *  seconds. Default: false.
 *  @returns the network; dispose of it to free its parameters.
 *  @throws ShapeError that names the layer which the input is too small for; OptionError if there is no network of that name,
 *  an option is out of range, or there would be more than 2³⁰ parameters, or activations for one image.
 *
 *  @example
 *  ```ts
 *  import { buildModel, ones } from "alexgrad";
 *
 *  const model = buildModel("lenet5", { input: [1, 28, 28] });
 *  console.log(model.forward(ones([2, 1, 28, 28])).shape); // [ 2, 10 ]
 *  ``` */
export function buildModel(model: ModelName | ModelTable, options: TableOptions & ParameterOptions = {}): Sequential {
  checkOptions("buildModel", options, { ...tableOptions, ...parameterOptions });
  const { device, rng: _rng, skipInit = false, ...changes } = options;
  const rng = options.rng ?? new Rng(defaultRng().uint32());
  const table = modelTable(model, changes);
  checkSize(table);
  const layers = trace(table).map((layer) => {
    return {
      key: layer.key.split("."),
      module: makeLayer(layer, { ...(device && { device }), rng: rng.fork(layer.name), skipInit }),
    };
  });
  const sections = new Set(layers.map(({ key }) => key[0]));
  const top = [...sections].map((section): [string, Module] => {
    const inside = layers.filter(({ key }) => key[0] === section);
    const [{ key, module }] = inside as [(typeof inside)[number]];
    return [section, key.length === 1 ? module : new Sequential(inside.map((layer) => layer.module))];
  });
  return new Sequential(Object.fromEntries(top));
}

function makeLayer({ spec, input, output }: Layer, options: ParameterOptions & { readonly rng: Rng }): Module {
  const [channels] = input as [number];
  switch (spec.kind) {
    case "conv": {
      const { kind: _, name: _name, filters, ...rest } = spec;
      return new Conv2d(channels, filters, { ...rest, ...options });
    }
    case "linear": {
      const { kind: _, name: _name, features: _features, ...rest } = spec;
      return new Linear(channels, output[0], { ...rest, ...options });
    }
    case "batchNorm":
      return new BatchNorm2d(channels, options);
    case "localResponseNorm": {
      const { kind: _, ...constants } = spec;
      return new LocalResponseNorm(constants);
    }
    case "maxPool": {
      const { kind: _, ...window } = spec;
      return new MaxPool2d(window);
    }
    case "avgPool": {
      const { kind: _, ...window } = spec;
      return new AvgPool2d(window);
    }
    case "adaptiveAvgPool":
      return new AdaptiveAvgPool2d({ outputSize: spec.outputSize });
    case "dropout": {
      const { kind: _, ...rest } = spec;
      return new Dropout({ ...rest, rng: options.rng });
    }
    case "relu":
      return new ReLU();
    case "sigmoid":
      return new Sigmoid();
    case "tanh":
      return new Tanh();
    case "flatten":
      return new Flatten();
  }
}
