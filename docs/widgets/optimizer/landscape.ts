import type { Shape } from "../../../src/core/shape.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { matmul, mul, sub, tanh } from "../../../src/ops/index.ts";
import { made, values } from "../core/library.ts";
import { once } from "../core/memo.ts";
import { type State, scaleOf } from "./state.ts";

/** What no gradient is asked for. */
function constant(values: readonly number[], shape: Shape): Tensor {
  const x = made(values, shape);
  x.requiresGrad = false;
  return x;
}

const inputs = [-2, -1, -0.5, 0.5, 1, 2];
/** w ↦ w₁ x, for six x; and w ↦ w₂. */
const timesInputs = constant([...inputs, ...inputs.map(() => 0)], [2, inputs.length]);
const second = constant([0, 1], [2, 1]);
/** What the net gives at w₁ = 1.2, w₂ = 0.9, where its loss is 0; as it is with both signs turned. */
const target = mul(tanh(matmul(constant([1.2, 0], [1, 2]), timesInputs)), 0.9);

/** Losses of points [n, 2], one each: [n, 1]. */
const landscapes: Readonly<Record<State["land"], (points: Tensor, scale: number) => Tensor>> = {
  /** ½ (w₁² / 8 + 2 w₂²). */
  quadratic: (points, scale) => matmul(mul(points, points), constant([scale / 16, scale], [2, 1])),
  /** Half the sum of squares of w₂ tanh(w₁ x) − t. */
  net(points, scale) {
    const error = sub(mul(matmul(points, second), tanh(matmul(points, timesInputs))), target);
    return matmul(
      mul(error, error),
      constant(
        inputs.map(() => scale / 2),
        [inputs.length, 1],
      ),
    );
  },
};

export const lossOf = (s: State, points: Tensor): Tensor => landscapes[s.land](points, scaleOf(s));

/** The map is from −2 to 2 both ways. */
export const reach = 2;
const across = 41;

/** The loss on a grid, rows from above: what its contours are drawn from. */
export const gridOf = once(
  (s: State): { readonly values: ArrayLike<number>; readonly across: number } => {
    const axis = Array.from({ length: across }, (_, i) => -reach + (2 * reach * i) / (across - 1));
    const points = axis.toReversed().flatMap((y) => axis.flatMap((x) => [x, y]));
    return { values: values(lossOf(s, constant(points, [across * across, 2]))), across };
  },
  ({ land, scale }) => `${land} ${scale}`,
);
