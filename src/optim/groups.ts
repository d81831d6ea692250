import { iterable, record } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { namedTensor, tensor } from "../core/tensorKinds.ts";

/** @throws ArgumentError unless `params` are tensors. */
export function tensorsOf(who: string, params: Iterable<Tensor>): Tensor[] {
  checkArgument(who, "params", params, iterable);
  const tensors = [...params];
  for (const each of tensors) checkArgument(who, "each of params", each, tensor);
  return tensors;
}

/** Weights in one parameter group, biases in another with settings of their own: in 2012 biases had twice the learning
 *  rate and no weight decay. The factors and shifts of batch normalization count as weight and bias.
 *  @param parameters a model's `namedParameters()`: "bias" and "….bias" are biases.
 *  @param settings the optimizer's, for the biases, and `lrScale`, by which their learning rate is multiplied.
 *  @returns the two groups, for an optimizer.
 *
 *  @example
 *  ```ts
 *  import { biasGroup, Linear, SGD } from "alexgrad";
 *
 *  const model = new Linear(4, 2);
 *  const [weights, biases] = biasGroup(model.namedParameters(), { lrScale: 2, weightDecay: 0 });
 *  const optimizer = new SGD([weights, biases], { lr: 0.01, weightDecay: 5e-4 });
 *  console.log(optimizer.groups.map((group) => group.weightDecay)); // [ 0.0005, 0 ]
 *  ``` */
export function biasGroup<S extends object>(
  parameters: Iterable<readonly [name: string, parameter: Tensor]>,
  settings: S,
): [weights: { params: Tensor[] }, biases: { params: Tensor[] } & S] {
  const weights: Tensor[] = [];
  const biases: Tensor[] = [];
  checkArgument("biasGroup", "parameters", parameters, iterable);
  checkArgument("biasGroup", "settings", settings, record);
  for (const entry of parameters) {
    checkArgument("biasGroup", "each of parameters", entry, namedTensor);
    const [name, parameter] = entry;
    (/(^|\.)bias$/.test(name) ? biases : weights).push(parameter);
  }
  return [{ params: weights }, { params: biases, ...settings }];
}
