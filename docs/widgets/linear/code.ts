import { filled } from "../core/fill.ts";
import { nested } from "../core/nested.ts";
import type { Code } from "../core/widget.ts";
import { inputsOf } from "./parts.ts";
import { type State, shapesOf } from "./state.ts";

/** The state as programs that print y and the gradients. */
export function code(s: State): Code {
  const inputs = inputsOf(s).map(({ name, values, shape }) => ({ name, text: nested(values, shape) }));
  const dy = nested(filled(s.dy, shapesOf(s).y), shapesOf(s).y);
  const grads = inputs.map(({ name }) => name);
  const typescript = `import { backward, linear, tensor } from "alexgrad";

${inputs.map(({ name, text }) => `const ${name} = tensor(${text}, { requiresGrad: true });`).join("\n")}
const y = linear(x, w${s.bias ? ", { bias: b }" : ""});
backward(y, tensor(${dy}));
console.log(await y.toArray(), ${grads.map((name) => `await ${name}.grad?.toArray()`).join(", ")});
`;
  const pytorch = `import torch
import torch.nn.functional as F
from math import nan

${inputs.map(({ name, text }) => `${name} = torch.tensor(${text}, dtype=torch.float64, requires_grad=True)`).join("\n")}
y = F.linear(x, w${s.bias ? ", b" : ""})
y.backward(torch.tensor(${dy}, dtype=torch.float64))
print(y, ${grads.map((name) => `${name}.grad`).join(", ")})
`.replaceAll("NaN", "nan");
  return { typescript, pytorch };
}
