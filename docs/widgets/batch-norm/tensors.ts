import { once } from "../core/memo.ts";
import type { Shown } from "../core/tensors.ts";
import { batchNorm as words } from "../words/en/batch-norm.ts";
import { broken } from "./bugs.ts";
import { computed, second } from "./compute.ts";
import { running } from "./running.ts";
import { numbersOf, type State, shapeOf } from "./state.ts";

export type Tensor = Shown<"x" | "dy" | "v" | "gamma" | "beta">;

/** The tensors of a mode, in the order in which they are drawn. */
export const tensorsOf = once((s: State): readonly Tensor[] => {
  const all = computed(s);
  const [shape, channels] = [shapeOf(s), [s.c]];
  const x: Tensor = { name: "x", values: all.x, shape, field: "x", about: words.batch(shape) };
  const gamma: Tensor = { name: "γ", values: numbersOf(s, "gamma"), shape: channels, field: "gamma" };
  const beta: Tensor = { name: "β", values: numbersOf(s, "beta"), shape: channels, field: "beta" };
  const mu: Tensor = { name: "μ", values: all.mean, shape: channels, about: words.from(s.training) };
  const sigma2: Tensor = { name: "σ²", values: all.variance, shape: channels, about: words.from(s.training) };
  const xhat: Tensor = { name: "x̂", values: all.xhat, shape };
  const y: Tensor = { name: "y", values: all.y, shape, isResult: true };
  const dy: Tensor = { name: "∂y", values: all.dy, shape, field: "dy" };
  const dx: Tensor = { name: "∂x", values: all.dx, shape, isResult: true };
  const dgamma: Tensor = { name: "∂γ", values: all.dgamma, shape: channels, isResult: true };
  const dbeta: Tensor = { name: "∂β", values: all.dbeta, shape: channels, isResult: true };
  switch (s.mode) {
    case "by-x":
      return [x, xhat, dy, dx];
    case "by-params":
      return [xhat, dy, dgamma, dbeta];
    case "running": {
      const { mean, variance } = running(s);
      return [
        x,
        { name: "running mean", values: mean.at(-1)!, shape: channels, isResult: true },
        { name: "running var", values: variance.at(-1)!, shape: channels, isResult: true },
      ];
    }
    case "second": {
      const { byDy, byX, byGamma } = second(s);
      return [
        x,
        dy,
        { name: "v", values: numbersOf(s, "v"), shape, field: "v" },
        { name: "∂S/∂(∂y)", values: byDy, shape, isResult: true },
        { name: "∂S/∂x", values: byX, shape, isResult: true },
        { name: "∂S/∂γ", values: byGamma, shape: channels, isResult: true },
      ];
    }
    case "probe":
      return [x, gamma, beta, dy, y];
    case "broken": {
      const wrong = broken(s);
      return [
        { ...dx, values: wrong.dx, right: all.dx },
        { ...dgamma, values: wrong.dgamma, right: all.dgamma },
        { ...dbeta, values: wrong.dbeta, right: all.dbeta },
        x,
        dy,
        gamma,
      ];
    }
    default:
      return [x, mu, sigma2, xhat, gamma, beta, y];
  }
});
