import { nested } from "../core/nested.ts";
import type { Code } from "../core/widget.ts";
import { computed } from "./compute.ts";
import { numbersOf, type State, shapeOf } from "./state.ts";

/** The state as programs that print its y, ∂x, ∂γ and ∂β. */
export function code(s: State): Code {
  const written = (name: "x" | "dy" | "gamma" | "beta") => {
    const numbers = numbersOf(s, name);
    return nested(numbers, numbers.length === s.c && (name === "gamma" || name === "beta") ? [s.c] : shapeOf(s));
  };
  const all = { x: written("x"), dy: written("dy"), gamma: written("gamma"), beta: written("beta") };
  return { typescript: typescript(s, all), pytorch: pytorch(s, all) };
}

type Written = Readonly<Record<"x" | "dy" | "gamma" | "beta", string>>;

/** In evaluation, the running statistics. */
const statisticsOf = (s: State) => {
  const { mean, variance } = computed(s);
  return [nested(mean, [s.c]), nested(variance, [s.c])] as const;
};

function typescript(s: State, { x, dy, gamma, beta }: Written): string {
  const [mean, variance] = statisticsOf(s);
  const how = s.training ? "training: true" : `runningMean: tensor(${mean}), runningVar: tensor(${variance})`;
  return `import { backward, batchNorm, tensor } from "alexgrad";

const x = tensor(${x}, { requiresGrad: true });
const weight = tensor(${gamma}, { requiresGrad: true });
const bias = tensor(${beta}, { requiresGrad: true });
const y = batchNorm(x, { weight, bias, eps: ${s.eps}, ${how} });
backward(y, tensor(${dy}));
console.log(await y.toArray(), await x.grad?.toArray(), await weight.grad?.toArray(), await bias.grad?.toArray());
`;
}

function pytorch(s: State, { x, dy, gamma, beta }: Written): string {
  const [mean, variance] = statisticsOf(s);
  const at = (numbers: string) => `torch.tensor(${numbers}, dtype=torch.float64)`;
  const statistics = s.training ? "None, None" : `${at(mean)}, ${at(variance)}`;
  return `import torch
import torch.nn.functional as F
from math import nan

x = ${at(x)}.requires_grad_()
weight = ${at(gamma)}.requires_grad_()
bias = ${at(beta)}.requires_grad_()
y = F.batch_norm(x, ${statistics}, weight, bias, training=${s.training ? "True" : "False"}, eps=${s.eps})
y.backward(${at(dy)})
print(y, x.grad, weight.grad, bias.grad)
`.replaceAll("NaN", "nan");
}
