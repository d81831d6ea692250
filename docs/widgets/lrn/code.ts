import { filled } from "../core/fill.ts";
import { nested } from "../core/nested.ts";
import type { Code } from "../core/widget.ts";
import { fullShapeOf, geometryOf, optionsOf, type State } from "./state.ts";

/** The state as programs that print its y and ∂x. */
export function code(s: State): Code {
  const shape = fullShapeOf(s);
  const [x, dy] = [s.x, s.dy].map((each) => nested(filled(each, shape), shape)) as [string, string];
  return { typescript: typescript(s, x, dy), pytorch: pytorch(s, x, dy) };
}

function typescript(s: State, x: string, dy: string): string {
  const { size, alpha, beta, k, divideAlpha, channels } = optionsOf(s);
  const options = `size: ${size}, alpha: ${alpha}, beta: ${beta}, k: ${k}, divideAlpha: ${divideAlpha}, channels: "${channels}"`;
  return `import { backward, localResponseNorm, tensor } from "alexgrad";

const x = tensor(${x}, { requiresGrad: true });
const y = localResponseNorm(x, { ${options} });
backward(y, tensor(${dy}));
console.log(await y.toArray(), await x.grad?.toArray());
`;
}

/** PyTorch divides α always, and has windows across channels alone. */
function pytorch(s: State, x: string, dy: string): string {
  const { size, alpha, beta, k, divideAlpha } = optionsOf(s);
  const { before, after, scale } = geometryOf(s);
  const across = `F.local_response_norm(x, ${size}, alpha=${divideAlpha ? alpha : alpha * size}, beta=${beta}, k=${k})`;
  const padded = `F.pad(x * x, (${before}, ${after}, ${before}, ${after}))`;
  const within = `x / (${k} + ${scale * size * size} * F.avg_pool2d(${padded}, ${size}, stride=1)) ** ${beta}`;
  return `import torch
import torch.nn.functional as F
from math import nan

x = torch.tensor(${x}, dtype=torch.float64, requires_grad=True)
y = ${s.channels === "across" ? across : within}
y.backward(torch.tensor(${dy}, dtype=torch.float64))
print(y, x.grad)
`.replaceAll("NaN", "nan");
}
