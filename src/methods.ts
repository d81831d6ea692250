import { type BackwardOptions, backward } from "./core/backward.ts";
import type { MatmulOptions } from "./core/geometry/matmul.ts";
import type { Shape } from "./core/shape.ts";
import { Tensor } from "./core/tensor.ts";
import { to } from "./core/to.ts";
import type { Device } from "./devices/device.ts";
import { type ArgmaxOptions, argmax } from "./ops/argmax.ts";
import { add, div, mul, neg, sub } from "./ops/arithmetic.ts";
import type { AxisOptions, ReduceOptions } from "./ops/axisOptions.ts";
import type { Operand } from "./ops/broadcast.ts";
import { equal, greater, less } from "./ops/comparison.ts";
import * as elementwise from "./ops/elementwise.ts";
import { flatten } from "./ops/flatten.ts";
import { logSoftmax } from "./ops/logSoftmax.ts";
import { matmul } from "./ops/matmul.ts";
import { max, min } from "./ops/max.ts";
import { maximum, minimum } from "./ops/maximum.ts";
import { mean } from "./ops/mean.ts";
import { type PadOptions, pad, type SliceOptions, slice } from "./ops/pad.ts";
import { permute, transpose } from "./ops/permute.ts";
import { pow } from "./ops/pow.ts";
import { reshape } from "./ops/reshape.ts";
import { softmax } from "./ops/softmax.ts";
import { type SqueezeOptions, squeeze } from "./ops/squeeze.ts";
import { broadcastTo, sum } from "./ops/sum.ts";
import { type VarianceOptions, variance } from "./ops/variance.ts";

type Method<F> = F extends (x: Tensor, ...rest: infer Rest) => Tensor ? (...rest: Rest) => Tensor : never;

/** All of src/ops/elementwise.ts. */
type Elementwise = { [K in keyof typeof elementwise]: Method<(typeof elementwise)[K]> };

/** Operators as methods of their first input; see each in `src/ops`. */
interface Methods extends Elementwise {
  /** Adds the gradient of this tensor by all that it was made of into their `grad`.
   *  @param gradient where this tensor is no scalar: the gradient to start from, of its shape. */
  backward(gradient?: Tensor, options?: BackwardOptions): void;
  /** The same values on a device, in its dtype. It returns at once, as every operator does: the device waits for the
   *  values, so that there is nothing to await. The gradient comes back to this tensor's device, in its dtype.
   *
   *      const y = model.forward(x.to(device));
   */
  to(device: Device): Tensor;
  add(other: Operand): Tensor;
  sub(other: Operand): Tensor;
  mul(other: Operand): Tensor;
  div(other: Operand): Tensor;
  pow(exponent: Operand): Tensor;
  maximum(other: Operand): Tensor;
  minimum(other: Operand): Tensor;
  equal(other: Operand): Tensor;
  greater(other: Operand): Tensor;
  less(other: Operand): Tensor;
  neg(): Tensor;
  softmax(options?: AxisOptions): Tensor;
  logSoftmax(options?: AxisOptions): Tensor;
  sum(options?: ReduceOptions): Tensor;
  mean(options?: ReduceOptions): Tensor;
  variance(options?: VarianceOptions): Tensor;
  max(options?: ReduceOptions): Tensor;
  min(options?: ReduceOptions): Tensor;
  argmax(options?: ArgmaxOptions): Tensor;
  matmul(other: Tensor, options?: MatmulOptions): Tensor;
  reshape(shape: Shape): Tensor;
  squeeze(options?: SqueezeOptions): Tensor;
  flatten(options?: { startAxis?: number }): Tensor;
  broadcastTo(shape: Shape): Tensor;
  pad(options: PadOptions): Tensor;
  slice(options: SliceOptions): Tensor;
  permute(axes: readonly number[]): Tensor;
  transpose(axis0?: number, axis1?: number): Tensor;
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

const methods: Omit<Methods, keyof Elementwise> & ThisType<Tensor> = {
  backward(gradient, options) {
    backward(this, gradient, options);
  },
  to: method(to),
  add: method<[Operand]>(add),
  sub: method<[Operand]>(sub),
  mul: method<[Operand]>(mul),
  div: method<[Operand]>(div),
  pow: method<[Operand]>(pow),
  maximum: method<[Operand]>(maximum),
  minimum: method<[Operand]>(minimum),
  equal: method<[Operand]>(equal),
  greater: method<[Operand]>(greater),
  less: method<[Operand]>(less),
  neg: method(neg),
  softmax: method(softmax),
  logSoftmax: method(logSoftmax),
  sum: method(sum),
  mean: method(mean),
  variance: method(variance),
  max: method(max),
  min: method(min),
  argmax: method(argmax),
  matmul: method(matmul),
  reshape: method(reshape),
  squeeze: method(squeeze),
  flatten: method(flatten),
  broadcastTo: method(broadcastTo),
  pad: method(pad),
  slice: method(slice),
  permute: method(permute),
  transpose: method(transpose),
};

const elementwiseMethods = Object.entries(elementwise).map(([name, op]) => [name, method(op)]);
Object.assign(Tensor.prototype, methods, Object.fromEntries(elementwiseMethods));
