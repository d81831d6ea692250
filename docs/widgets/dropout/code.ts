import { nested } from "../core/nested.ts";
import type { Code } from "../core/widget.ts";
import { computed } from "./compute.ts";
import { numbersOf, probabilityOf, type State } from "./state.ts";

/** The state as programs that print its y and ∂x. PyTorch draws other masks: this one is given to it. */
export function code(s: State): Code {
  const [x, dy, m] = [numbersOf(s, "x"), numbersOf(s, "dy"), computed(s).mask].map((each) => nested(each, [s.units]));
  const options = `p: ${probabilityOf(s)}, training: ${s.training}, inverted: ${s.convention === "inverted"}, rng: new Rng(${s.seed})`;
  return {
    typescript: `import { backward, dropout, Rng, tensor } from "alexgrad";

const x = tensor(${x}, { requiresGrad: true });
const y = dropout(x, { ${options} });
backward(y, tensor(${dy}));
console.log(await y.toArray(), await x.grad?.toArray());
`,
    pytorch: `import torch
from math import nan

x = torch.tensor(${x}, dtype=torch.float64, requires_grad=True)
# torch.nn.functional.dropout(x, p=${probabilityOf(s)}, training=${s.training ? "True" : "False"}) would draw a mask of its own.
m = torch.tensor(${m}, dtype=torch.float64)
y = x * m
y.backward(torch.tensor(${dy}, dtype=torch.float64))
print(y, x.grad)
`.replaceAll("NaN", "nan"),
  };
}
