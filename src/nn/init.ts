import { ShapeError } from "../core/errors.ts";
import { number } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import type { Rng } from "../core/rng.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "../core/shape.ts";
import { rng as stream } from "../core/tensorKinds.ts";

/** First values of a parameter, row-major, drawn from a stream. */
export type Initializer = (shape: Shape, rng: Rng) => Float64Array;

/** What a weight's output sums over, and what its input feeds. */
interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Of weights [out, in] or [out, in, kh, kw]: fanIn = in·kh·kw, fanOut = out·kh·kw. `in` is per group, as PyTorch counts.
 *  @throws ShapeError below rank 2. */
export function fansOf(shape: Shape): Fans {
  if (shape.length < 2) throw new ShapeError(`fansOf: expected weights [out, in, …]; got ${formatShape(shape)}`);
  const receptive = sizeOf(shape.slice(2));
  return { fanIn: shape[1] * receptive, fanOut: shape[0] * receptive };
}

function filled(next: (rng: Rng, shape: Shape) => () => number): Initializer {
  return (shape, rng) => {
    checkShape("an initialiser", shape);
    checkArgument("an initialiser", "rng", rng, stream);
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
function centred(std: (fans: Fans) => number): Initializer {
  return filled((rng, shape) => {
    const sigma = std(fansOf(shape));
    return () => rng.normal(0, sigma);
  });
}

/** Every value the same. */
export function constant(value: number): Initializer {
  checkArgument("constant", "value", value, number);
  return filled(() => () => value);
}

/** U[low, high). Default [0, 1). */
export function uniform(options: { low?: number; high?: number } = {}): Initializer {
  checkOptions("uniform", options, { low: number, high: number });
  const { low = 0, high = 1 } = options;
  return filled((rng) => () => rng.uniform(low, high));
}

/** N(mean, std²). Default N(0, 1); AlexNet's paper has std 0.01. */
export function gaussian(options: { mean?: number; std?: number } = {}): Initializer {
  checkOptions("gaussian", options, { mean: number, std: number });
  const { mean = 0, std = 1 } = options;
  return filled((rng) => () => rng.normal(mean, std));
}

/** U[−c√(k/2), c√(k/2)] with c = √(2 / (fanIn + fanOut)). Default k = 6: Glorot & Bengio (2010), eq. 16, which keeps
 *  the variance of activations and gradients of a linear or tanh layer. Other k are the article's free choice. */
export function glorotUniform(options: { k?: number } = {}): Initializer {
  checkOptions("glorotUniform", options, { k: number });
  const { k = 6 } = options;
  return symmetric(({ fanIn, fanOut }) => Math.sqrt(k / (fanIn + fanOut)));
}

/** N(0, 2 / (fanIn + fanOut)): Glorot & Bengio's variance. */
export function glorotNormal(): Initializer {
  return centred(({ fanIn, fanOut }) => Math.sqrt(2 / (fanIn + fanOut)));
}

/** U[−b, b] with b = √(6 / fanIn): He et al.'s variance. */
export function heUniform(): Initializer {
  return symmetric(({ fanIn }) => Math.sqrt(6 / fanIn));
}

/** N(0, 2 / fanIn): He et al. (2015), which keeps the variance of activations through ReLU layers. */
export function heNormal(): Initializer {
  return centred(({ fanIn }) => Math.sqrt(2 / fanIn));
}

/** U[−b, b] with b = 1/√fanIn: PyTorch's default for the weights of convolutions and linear layers, which it writes as
 *  kaiming_uniform with a = √5. */
export function fanInUniform(): Initializer {
  return symmetric(({ fanIn }) => 1 / Math.sqrt(fanIn));
}

/** The same range for a bias, which cannot tell its layer's fan-in. */
export function biasUniform(fanIn: number): Initializer {
  return uniform({ low: -1 / Math.sqrt(fanIn), high: 1 / Math.sqrt(fanIn) });
}
