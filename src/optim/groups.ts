import type { Tensor } from "../core/tensor.ts";

/** Weights in one parameter group, biases in another with settings of their own: in 2012 biases had twice the learning
 *  rate and no weight decay, `biasGroup(model.namedParameters(), { lrScale: 2, weightDecay: 0 })`. The factors and shifts
 *  of batch normalisation count as weight and bias. */
export function biasGroup<S extends object>(
  parameters: Iterable<readonly [name: string, parameter: Tensor]>,
  settings: S,
): [weights: { params: Tensor[] }, biases: { params: Tensor[] } & S] {
  const weights: Tensor[] = [];
  const biases: Tensor[] = [];
  for (const [name, parameter] of parameters) (/(^|\.)bias$/.test(name) ? biases : weights).push(parameter);
  return [{ params: weights }, { params: biases, ...settings }];
}
