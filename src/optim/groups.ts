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
 *  rate and no weight decay, `biasGroup(model.namedParameters(), { lrScale: 2, weightDecay: 0 })`. The factors and shifts
 *  of batch normalisation count as weight and bias. */
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
