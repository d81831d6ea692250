import { ShapeError } from "../core/errors.ts";
import { number } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import type { Rng } from "../core/rng.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "../core/shape.ts";
import { rng as stream } from "../core/tensorKinds.ts";

/** Draws the first values of a parameter of some shape from a stream, row by row. */
export type Initializer = (shape: Shape, rng: Rng) => Float64Array;

/** What a weight's output sums over, and what its input feeds. */
interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** The fans of weights [out, in] or [out, in, kh, kw]: fanIn = in·kh·kw, fanOut = out·kh·kw. `in` is per group, as PyTorch
 *  counts. @throws ShapeError below rank 2. */
export function fansOf(shape: Shape): Fans {
  if (shape.length < 2) throw new ShapeError(`fansOf: expected weights [out, in, …]; got ${formatShape(shape)}`);
  const receptive = sizeOf(shape.slice(2));
  return { fanIn: shape[1] * receptive, fanOut: shape[0] * receptive };
}

function filled(next: (rng: Rng, shape: Shape) => () => number): Initializer {
  return (shape, rng) => {
    checkShape("an initializer", shape);
    checkArgument("an initializer", "rng", rng, stream);
    const draw = next(rng, shape);
    const values = new Float64Array(sizeOf(shape));
    for (let i = 0; i < values.length; i++) values[i] = draw();
    return values;
  };
}

/** U[−b, b) with b = bound(fans). */
function symmetric(bound: (fans: Fans) => number): Initializer {
  return filled((rng, shape) => {
    const b = bound(fansOf(shape));
    return () => rng.uniform(-b, b);
  });
}

/** N(0, σ²) with σ = std(fans). */
function centered(std: (fans: Fans) => number): Initializer {
  return filled((rng, shape) => {
    const sigma = std(fansOf(shape));
    return () => rng.normal(0, sigma);
  });
}

/** Every value the same.
 *  @param value a number.
 *  @returns an initializer, for parameters of any shape.
 *  @throws ShapeError, when it draws, for an invalid shape.
 *
 *  @example
 *  ```ts
 *  import { constant, Linear } from "alexgrad";
 *
 *  const layer = new Linear(3, 2, { biasInit: constant(1) });
 *  console.log(await layer.bias?.toArray()); // [ 1, 1 ]
 *  ``` */
export function constant(value: number): Initializer {
  checkArgument("constant", "value", value, number);
  return filled(() => () => value);
}

/** U[low, high).
 *  @param options.low the least value. Default: 0.
 *  @param options.high what all values are below. Default: 1.
 *  @returns an initializer, for parameters of any shape.
 *  @throws ShapeError, when it draws, for an invalid shape; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { Rng, uniform } from "alexgrad";
 *
 *  const values = uniform({ low: -1, high: 1 })([100], new Rng(0));
 *  console.log(values.length, values.every((value) => value >= -1 && value < 1)); // 100 true
 *  ``` */
export function uniform(options: { low?: number; high?: number } = {}): Initializer {
  checkOptions("uniform", options, { low: number, high: number });
  const { low = 0, high = 1 } = options;
  return filled((rng) => () => rng.uniform(low, high));
}

/** N(mean, std²).
 *  @param options.mean Default: 0.
 *  @param options.std σ; 0.01 in Krizhevsky, Sutskever & Hinton 2012, section 5. Default: 1.
 *  @returns an initializer, for parameters of any shape.
 *  @throws ShapeError, when it draws, for an invalid shape; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { gaussian, Linear } from "alexgrad";
 *
 *  const layer = new Linear(100, 1000, { weightInit: gaussian({ std: 0.01 }) });
 *  console.log((await layer.weight.variance().sqrt().item()).toFixed(3)); // 0.010
 *  ``` */
export function gaussian(options: { mean?: number; std?: number } = {}): Initializer {
  checkOptions("gaussian", options, { mean: number, std: number });
  const { mean = 0, std = 1 } = options;
  return filled((rng) => () => rng.normal(mean, std));
}

/** U[−c·√(k/2), c·√(k/2)) with c = √(2 / (fanIn + fanOut)). With k = 6 it keeps the variance of activations and gradients of
 *  a linear or tanh layer; other k scale it.
 *
 *  Source: Glorot & Bengio 2010, equation 16; PyTorch's torch.nn.init.xavier_uniform_.
 *  @param options.k the variance is k / (3 · (fanIn + fanOut)). Default: 6.
 *  @returns an initializer, for weights of shape [out, in] or [out, in, kh, kw].
 *  @throws ShapeError, when it draws, below rank 2; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { glorotUniform, Rng } from "alexgrad";
 *
 *  const values = glorotUniform()([3, 3], new Rng(0));
 *  console.log(values.length, values.every((value) => Math.abs(value) <= 1)); // 9 true
 *  ``` */
export function glorotUniform(options: { k?: number } = {}): Initializer {
  checkOptions("glorotUniform", options, { k: number });
  const { k = 6 } = options;
  return symmetric(({ fanIn, fanOut }) => Math.sqrt(k / (fanIn + fanOut)));
}

/** N(0, 2 / (fanIn + fanOut)).
 *
 *  Source: Glorot & Bengio 2010, equation 12; PyTorch's torch.nn.init.xavier_normal_.
 *  @returns an initializer, for weights of shape [out, in] or [out, in, kh, kw].
 *  @throws ShapeError, when it draws, below rank 2.
 *
 *  @example
 *  ```ts
 *  import { glorotNormal, Linear } from "alexgrad";
 *
 *  const layer = new Linear(500, 300, { weightInit: glorotNormal() });
 *  console.log((await layer.weight.variance().sqrt().item()).toFixed(2)); // 0.05
 *  ``` */
export function glorotNormal(): Initializer {
  return centered(({ fanIn, fanOut }) => Math.sqrt(2 / (fanIn + fanOut)));
}

/** U[−b, b) with b = √(6 / fanIn), which keeps the variance of activations through ReLU layers.
 *
 *  Source: He, Zhang, Ren & Sun 2015; PyTorch's torch.nn.init.kaiming_uniform_.
 *  @returns an initializer, for weights of shape [out, in] or [out, in, kh, kw].
 *  @throws ShapeError, when it draws, below rank 2.
 *
 *  @example
 *  ```ts
 *  import { heUniform, Rng } from "alexgrad";
 *
 *  const values = heUniform()([10, 6], new Rng(0));
 *  console.log(values.length, values.every((value) => Math.abs(value) <= 1)); // 60 true
 *  ``` */
export function heUniform(): Initializer {
  return symmetric(({ fanIn }) => Math.sqrt(6 / fanIn));
}

/** N(0, 2 / fanIn), which keeps the variance of activations through ReLU layers.
 *
 *  Source: He, Zhang, Ren & Sun 2015, equation 10; PyTorch's torch.nn.init.kaiming_normal_.
 *  @returns an initializer, for weights of shape [out, in] or [out, in, kh, kw].
 *  @throws ShapeError, when it draws, below rank 2.
 *
 *  @example
 *  ```ts
 *  import { heNormal, Linear } from "alexgrad";
 *
 *  const layer = new Linear(800, 200, { weightInit: heNormal() });
 *  console.log((await layer.weight.variance().sqrt().item()).toFixed(2)); // 0.05
 *  ``` */
export function heNormal(): Initializer {
  return centered(({ fanIn }) => Math.sqrt(2 / fanIn));
}

/** U[−b, b) with b = 1 / √fanIn: PyTorch's default for the weights of convolutions and linear layers, which it writes as
 *  kaiming_uniform with a = √5.
 *
 *  Source: PyTorch's torch.nn.Linear and torch.nn.Conv2d.
 *  @returns an initializer, for weights of shape [out, in] or [out, in, kh, kw].
 *  @throws ShapeError, when it draws, below rank 2.
 *
 *  @example
 *  ```ts
 *  import { fanInUniform, Rng } from "alexgrad";
 *
 *  const values = fanInUniform()([10, 4], new Rng(0));
 *  console.log(values.length, values.every((value) => Math.abs(value) <= 0.5)); // 40 true
 *  ``` */
export function fanInUniform(): Initializer {
  return symmetric(({ fanIn }) => 1 / Math.sqrt(fanIn));
}

/** The same range for a bias, which cannot tell its layer's fan-in. */
export function biasUniform(fanIn: number): Initializer {
  return uniform({ low: -1 / Math.sqrt(fanIn), high: 1 / Math.sqrt(fanIn) });
}
