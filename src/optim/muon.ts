import { noGrad } from "../core/autograd.ts";
import { number } from "../core/kinds.ts";
import { checkInteger, checkNumber, checkOptions, type Kinds } from "../core/options.ts";
import { scope } from "../core/scope.ts";
import type { Tensor } from "../core/tensor.ts";
import { add, clamp, div, matmul, mul, reshape, sqrt, sum } from "../ops/index.ts";
import { combine } from "./combine.ts";
import { type Group, Optimizer, type ParameterGroup, type Turn } from "./optimizer.ts";

/** The settings of `Muon`, by the letters of its formula. */
export interface MuonOptions {
  /** μ. Default: 0.95. */
  momentum: number;
  /** λ, decoupled, of matrices. Default: 0.1. */
  weightDecay: number;
  /** Newton–Schulz steps. Default: 5. */
  nsSteps: number;
}

const kinds: Kinds<MuonOptions> = { momentum: number, weightDecay: number, nsSteps: number };

/** Momentum whose matrices are made orthogonal: all directions of a weight matrix learn at one pace.
 *  A convolution's weight [out, in, …] counts as the matrix [out, in · …].
 *
 *      v ← μ v + g     u = g + μ v
 *      matrices   w ← (1 − lr λ) w − lr · √max(1, rows / columns) · orthogonalize(u)
 *      vectors    w ← w − lr · u                              biases, normalization: SGD with Nesterov momentum
 *
 *  Source: Jordan et al. 2024; PyTorch's torch.optim.Muon.
 *
 *  @example
 *  ```ts
 *  import { Muon, tensor } from "alexgrad";
 *
 *  const w = tensor([[1, -2], [0, 1]], { requiresGrad: true });
 *  const optimizer = new Muon([w], { lr: 0.5 });
 *  w.mul(w).sum().backward();
 *  optimizer.step();
 *  console.log(Array.from(await w.data(), (value) => value.toFixed(2)).join(" ")); // 0.64 -1.67 -0.39 0.64
 *  ``` */
export class Muon extends Optimizer<MuonOptions> {
  /** Takes over the parameters; each gets its velocity with its first gradient.
   *  @param params tensors, or groups of them with settings of their own, as `biasGroup` makes.
   *  @param settings.lr Default: 0.001.
   *  @throws OptionError if an option is out of range; AlexgradError if there is no parameter or one comes
   *  twice. */
  constructor(
    params: Iterable<Tensor> | Iterable<ParameterGroup<MuonOptions>>,
    settings: Partial<MuonOptions> & { readonly lr?: number } = {},
  ) {
    checkOptions("Muon", settings, { lr: number, ...kinds });
    const { lr = 1e-3, ...options } = settings;
    super(params, lr, { momentum: 0.95, weightDecay: 0.1, nsSteps: 5, ...options }, kinds);
    for (const { momentum, weightDecay, nsSteps } of this.groups) {
      checkNumber("Muon", "momentum", momentum, 0);
      checkNumber("Muon", "weightDecay", weightDecay, 0);
      checkInteger("Muon", "nsSteps", nsSteps, 1);
    }
  }

  protected override initialBuffers(): Record<string, number> {
    return { momentum_buffer: 0 };
  }

  protected override update({ w, grad, buffers, lr }: Turn, group: Group<MuonOptions>): void {
    const { momentum, weightDecay, nsSteps } = group;
    const v = buffers.get("momentum_buffer")!;
    combine(v, [momentum, v], [1, grad]);
    if (w.rank < 2) {
      combine(w, [1, w], [-lr, grad], [-lr * momentum, v]);
      return;
    }
    const rows = w.shape[0];
    const columns = w.size / rows;
    const direction = scope(() =>
      noGrad(() => {
        const u = add(grad, mul(v, momentum));
        return reshape(orthogonalize(reshape(u, [rows, columns]), nsSteps), w.shape);
      }),
    );
    combine(w, [1 - lr * weightDecay, w], [-lr * Math.sqrt(Math.max(1, rows / columns)), direction]);
    direction.dispose();
  }
}

/** Nearly the closest matrix to x whose singular values are all 1: with x = U S Vᵀ, U S' Vᵀ with S' from 0.7 to 1.2. Newton
 *  and Schulz's iteration, with the coefficients with which small singular values grow fastest (Jordan et al. 2024):
 *
 *      x ← x / ‖x‖      x ← a x + (b x xᵀ + c (x xᵀ)²) x,   a, b, c = 3.4445, −4.7750, 2.0315 */
function orthogonalize(matrix: Tensor, steps: number): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  const tall = rows > columns;
  let x = div(matrix, clamp(sqrt(sum(mul(matrix, matrix))), { min: 1e-7 }));
  for (let step = 0; step < steps; step++) {
    const gram = tall ? matmul(x, x, { transposeA: true }) : matmul(x, x, { transposeB: true });
    const weight = matmul(gram, gram);
    combine(weight, [-4.775, gram], [2.0315, weight]);
    const next = tall ? matmul(x, weight) : matmul(weight, x);
    combine(next, [3.4445, x], [1, next]);
    x = next;
  }
  return x;
}
