import { type BackwardOptions, backward } from "./core/backward.ts";
import type { Shape } from "./core/shape.ts";
import { Tensor } from "./core/tensor.ts";
import { add } from "./ops/add.ts";
import type { ReduceOptions } from "./ops/axisOptions.ts";
import type { Operand } from "./ops/broadcast.ts";
import { div } from "./ops/div.ts";
import { exp } from "./ops/exp.ts";
import { flatten } from "./ops/flatten.ts";
import { log } from "./ops/log.ts";
import { matmul } from "./ops/matmul.ts";
import { max } from "./ops/max.ts";
import { mean } from "./ops/mean.ts";
import { mul } from "./ops/mul.ts";
import { neg } from "./ops/neg.ts";
import { permute, transpose } from "./ops/permute.ts";
import { pow } from "./ops/pow.ts";
import { relu } from "./ops/relu.ts";
import { reshape } from "./ops/reshape.ts";
import { sqrt } from "./ops/sqrt.ts";
import { sub } from "./ops/sub.ts";
import { sum } from "./ops/sum.ts";

/** The commonest operators as methods. */
interface Methods {
  /** Adds the gradient of this tensor by all that it was made of into their `grad`.
   *  @param gradient where this tensor is no scalar: the gradient to start from, of its shape. */
  backward(gradient?: Tensor, options?: BackwardOptions): void;
  add(other: Operand): Tensor;
  sub(other: Operand): Tensor;
  mul(other: Operand): Tensor;
  div(other: Operand): Tensor;
  pow(exponent: Operand): Tensor;
  neg(): Tensor;
  exp(): Tensor;
  log(): Tensor;
  sqrt(): Tensor;
  relu(): Tensor;
  sum(options?: ReduceOptions): Tensor;
  mean(options?: ReduceOptions): Tensor;
  max(options?: ReduceOptions): Tensor;
  matmul(other: Tensor): Tensor;
  reshape(shape: Shape): Tensor;
  flatten(): Tensor;
  permute(axes: readonly number[]): Tensor;
  transpose(axis0?: number, axis1?: number): Tensor;
}

declare module "./core/tensor.ts" {
  interface Tensor extends Methods {}
}

const methods: Methods & ThisType<Tensor> = {
  backward(gradient, options) {
    backward(this, gradient, options);
  },
  add(other) {
    return add(this, other);
  },
  sub(other) {
    return sub(this, other);
  },
  mul(other) {
    return mul(this, other);
  },
  div(other) {
    return div(this, other);
  },
  pow(exponent) {
    return pow(this, exponent);
  },
  neg() {
    return neg(this);
  },
  exp() {
    return exp(this);
  },
  log() {
    return log(this);
  },
  sqrt() {
    return sqrt(this);
  },
  relu() {
    return relu(this);
  },
  sum(options) {
    return sum(this, options);
  },
  mean(options) {
    return mean(this, options);
  },
  max(options) {
    return max(this, options);
  },
  matmul(other) {
    return matmul(this, other);
  },
  reshape(shape) {
    return reshape(this, shape);
  },
  flatten() {
    return flatten(this);
  },
  permute(axes) {
    return permute(this, axes);
  },
  transpose(axis0, axis1) {
    return transpose(this, axis0, axis1);
  },
};

Object.assign(Tensor.prototype, methods);
