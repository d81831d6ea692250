import { filled } from "../core/fill.ts";
import { nested } from "../core/nested.ts";
import { literal } from "../core/numbers.ts";
import type { Code } from "../core/widget.ts";
import { shownOf } from "./parts.ts";
import { pointOf, type State, zShape } from "./state.ts";

/** The state as programs that print y and its gradient. */
export function code(given: State): Code {
  const s = shownOf(given);
  const isUnits = s.mode === "units" || s.mode === "broken";
  const x = isUnits ? nested(filled(s.z, zShape), zShape) : literal(pointOf(s));
  const dy = isUnits ? nested(filled(s.dy, zShape), zShape) : "1";
  const options = {
    leakyRelu: `, { negativeSlope: ${s.slope / 100} }`,
    clamp: `, { min: ${s.min}, max: ${s.max} }`,
  };
  const torch = {
    relu: "torch.relu(x)",
    leakyRelu: `F.leaky_relu(x, ${s.slope / 100})`,
    tanh: "torch.tanh(x)",
    sigmoid: "torch.sigmoid(x)",
    clamp: `torch.clamp(x, ${s.min}, ${s.max})`,
    abs: "torch.abs(x)",
  };
  return {
    typescript: `import { backward, ${s.f}, tensor } from "alexgrad";

const x = tensor(${x}, { requiresGrad: true });
const y = ${s.f}(x${options[s.f as keyof typeof options] ?? ""});
backward(y, tensor(${dy}));
console.log(await y.toArray(), await x.grad?.toArray());
`,
    pytorch: `import torch
import torch.nn.functional as F
from math import nan, inf

x = torch.tensor(${x}, dtype=torch.float64, requires_grad=True)
y = ${torch[s.f]}
y.backward(torch.tensor(${dy}, dtype=torch.float64))
print(y, x.grad)
`
      .replaceAll("NaN", "nan")
      .replaceAll("Infinity", "inf"),
  };
}
