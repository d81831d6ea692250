import { type BackwardOptions, backward } from "./core/backward.ts";
import { type GradFn, gradFnOf } from "./core/gradFn.ts";
import { Tensor } from "./core/tensor.ts";
import { to } from "./core/to.ts";
import type { Device } from "./devices/device.ts";
import { argmax } from "./ops/argmax.ts";
import * as arithmetic from "./ops/arithmetic.ts";
import * as comparison from "./ops/comparison.ts";
import * as elementwise from "./ops/elementwise.ts";
import { flatten } from "./ops/flatten.ts";
import type * as all from "./ops/index.ts";
import { logSoftmax } from "./ops/logSoftmax.ts";
import { matmul } from "./ops/matmul.ts";
import { max, min } from "./ops/max.ts";
import * as extrema from "./ops/maximum.ts";
import { mean } from "./ops/mean.ts";
import { pad, slice } from "./ops/pad.ts";
import { permute, transpose } from "./ops/permute.ts";
import { pow } from "./ops/pow.ts";
import { reshape } from "./ops/reshape.ts";
import { softmax } from "./ops/softmax.ts";
import { squeeze } from "./ops/squeeze.ts";
import type * as sums from "./ops/sum.ts";
import { broadcastTo, sum } from "./ops/sum.ts";
import { variance } from "./ops/variance.ts";

/** Operators that are methods of their first input. */
const operators = {
  ...arithmetic,
  ...comparison,
  ...elementwise,
  ...extrema,
  ...{ pow, softmax, logSoftmax, sum, mean, variance, max, min, argmax, matmul },
  ...{ reshape, squeeze, flatten, broadcastTo, pad, slice, permute, transpose },
};

type Method<F> = F extends (x: Tensor, ...rest: infer Rest) => Tensor ? (...rest: Rest) => Tensor : never;

type Name = keyof typeof operators;

/** By a module's own names, which an editor follows to the docblocks: it shows them at the methods too. */
type MethodsOf<M, K extends keyof M> = { [N in keyof Pick<M, K>]: Method<M[N]> };

interface Methods
  extends MethodsOf<typeof all, Exclude<Name, keyof typeof sums>>,
    MethodsOf<typeof sums, Name & keyof typeof sums> {
  /** Adds the gradient of this tensor by all that it was made of into their `grad`.
   *  @param gradient where this tensor is no scalar: the gradient to start from, of its shape. */
  backward(gradient?: Tensor, options?: BackwardOptions): void;
  /** The same values on a device, in its dtype. It returns at once, as every operator does: the device waits for the
   *  values, so that there is nothing to await. The gradient comes back to this tensor's device, in its dtype.
   *
   *      const y = model.forward(x.to(device));
   */
  to(device: Device): Tensor;
  /** The step of the tape that made this tensor, as it can be seen; null if it requires no gradient. */
  readonly gradFn: GradFn | null;
}

declare module "./core/tensor.ts" {
  interface Tensor extends Methods {}
}

/** The operator's other arguments, all of them, so that what it does not take is refused. */
function method<R extends unknown[]>(op: (x: Tensor, ...rest: R) => Tensor) {
  return function (this: Tensor, ...rest: R): Tensor {
    return op(this, ...rest);
  };
}

const others: Omit<Methods, Name | "gradFn"> & ThisType<Tensor> = {
  backward(gradient, options) {
    backward(this, gradient, options);
  },
  to: method(to),
};

const methods = Object.entries<(x: Tensor, ...rest: never[]) => Tensor>(operators).map(([name, op]) => [
  name,
  method(op),
]);
Object.assign(Tensor.prototype, others, Object.fromEntries(methods));
Object.defineProperty(Tensor.prototype, "gradFn", {
  get(this: Tensor) {
    return gradFnOf(this);
  },
  configurable: true,
});
