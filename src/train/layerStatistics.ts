import { noGrad } from "../core/autograd.ts";
import { scope } from "../core/scope.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Module } from "../nn/module.ts";
import { greater, mean, mul, sqrt, sub, sum, variance } from "../ops/index.ts";

/** One layer with weights in one step. */
export interface LayerStatistics {
  /** The layer's name ("conv1"), or its module's path ("features.0") where it has none. */
  readonly name: string;
  /** Mean and standard deviation of the layer's output, over the batch. */
  readonly activationMean: number;
  readonly activationStd: number;
  /** Share of outputs that are not positive: a ReLU behind makes 0 of them. */
  readonly zeros: number;
  /** ‖∂L/∂w‖ of the weights. */
  readonly gradientNorm: number;
  /** ‖w‖ before the update. */
  readonly weightNorm: number;
  /** ‖Δw‖ / ‖w‖. About 10⁻³ is usual. */
  readonly updateRatio: number;
}

interface Observed {
  readonly name: string;
  readonly weight: Tensor;
  readonly before: Tensor;
  output: readonly [mean: Tensor, variance: Tensor, zeros: Tensor] | null;
}

/** Watches every module with a weight during one step: make it before the forward pass, call `finish` after the update,
 *  and `dispose` at the end, however the step ended. Costs a few small reductions and, until then, a copy of the weights. */
export class LayerObserver {
  readonly #layers: Observed[] = [];
  readonly #removers: (() => void)[] = [];

  /** @param names by the modules' paths. */
  constructor(model: Module, names: ReadonlyMap<string, string>) {
    const parameters = model.namedParameters();
    for (const [path, module] of model.namedModules()) {
      const weight = parameters.get(`${path}.weight`);
      if (weight === undefined) continue;
      const layer: Observed = { name: names.get(path) ?? path, weight, before: weight.detach().keep(), output: null };
      this.#layers.push(layer);
      this.#removers.push(
        module.registerForwardHook((_, __, output) => {
          layer.output ??= describe(output);
          return undefined;
        }),
      );
    }
  }

  finish(): Promise<LayerStatistics[]> {
    return Promise.all(this.#layers.map(measure));
  }

  /** Stops watching, and frees what was kept for it. */
  dispose(): void {
    for (const remove of this.#removers) remove();
    for (const { before, output } of this.#layers) for (const tensor of [before, ...(output ?? [])]) tensor.dispose();
  }
}

function describe(output: Tensor): Observed["output"] {
  return noGrad(() => {
    const values = output.detach();
    return [mean(values).keep(), variance(values).keep(), mean(sub(1, greater(values, 0))).keep()];
  });
}

async function measure({ name, weight, before, output }: Observed): Promise<LayerStatistics> {
  const norms = scope(() =>
    noGrad(() => {
      const norm = (x: Tensor) => sqrt(sum(mul(x, x)));
      return [norm(weight.grad ?? sub(before, before)), norm(before), norm(sub(weight.detach(), before))];
    }),
  );
  const values = Promise.all([...norms, ...(output ?? [])].map((tensor) => tensor.item()));
  for (const norm of norms) norm.dispose();
  const [gradientNorm, weightNorm, updateNorm, activationMean = 0, activationVariance = 0, zeros = 0] =
    (await values) as [number, number, number, ...number[]];
  const activationStd = Math.sqrt(activationVariance);
  return { name, activationMean, activationStd, zeros, gradientNorm, weightNorm, updateRatio: updateNorm / weightNorm };
}
