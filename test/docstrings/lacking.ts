import { ShapeError } from "../../src/core/errors.ts";
import type { Op } from "../../src/core/op.ts";
import type { Tensor } from "../../src/core/tensor.ts";

// What the rules must find: nothing here says what it should.

export interface SomeOptions {
  readonly size?: number;
  /** Whether it is round. */
  readonly round?: boolean;
}

export function some(x: Tensor, options: SomeOptions): Tensor {
  if (options.size === 0) throw new ShapeError("some: expected a size ≥ 1; got 0");
  return x;
}

/** Some text.
 *  @param x a tensor. */
export class Some {
  readonly x: Tensor;

  constructor(x: Tensor) {
    this.x = x;
  }
}

/** What an operator lacks besides.
 *  @param x a tensor.
 *  @returns another one.
 *  @throws SomeError if something is wrong.
 *
 *  @example
 *  ```ts
 *  console.log(1);
 *  ``` */
export function someOperator(x: Tensor): Tensor {
  return x;
}

type Unary = Op<["x"], SomeOptions>;

export const someUnary: Unary = (x) => x;

export const someBinary: (a: Tensor | number, b: Tensor) => Tensor = (_, b) => b;
