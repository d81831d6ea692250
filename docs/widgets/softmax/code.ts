import { filled } from "../core/fill.ts";
import { nested } from "../core/nested.ts";
import type { Code } from "../core/widget.ts";
import { labelsOf, optionsOf, type State, xShapeOf } from "./state.ts";

/** The state as programs that print p, the loss and ∂x. */
export function code(s: State): Code {
  const x = nested(filled(s.x, xShapeOf(s)), xShapeOf(s));
  const { labelSmoothing, weight } = optionsOf(s);
  const labels = `[${labelsOf(s).join(", ")}]`;
  const options = [
    ...(labelSmoothing === 0 ? [] : [`labelSmoothing: ${labelSmoothing}`]),
    ...(weight === undefined ? [] : [`weight: ${nested(weight, [s.classes])}`]),
  ];
  const torch = [
    ...(labelSmoothing === 0 ? [] : [`, label_smoothing=${labelSmoothing}`]),
    ...(weight === undefined ? [] : [`, weight=torch.tensor(${nested(weight, [s.classes])}, dtype=torch.float64)`]),
  ];
  return {
    typescript: `import { crossEntropy, softmax, tensor } from "alexgrad";

const x = tensor(${x}, { requiresGrad: true });
const loss = crossEntropy(x, ${labels}${options.length === 0 ? "" : `, { ${options.join(", ")} }`});
loss.backward();
console.log(await softmax(x).toArray(), await loss.item(), await x.grad?.toArray());
`,
    pytorch: `import torch
import torch.nn.functional as F
from math import nan

x = torch.tensor(${x}, dtype=torch.float64, requires_grad=True)
loss = F.cross_entropy(x, torch.tensor(${labels})${torch.join("")})
loss.backward()
print(F.softmax(x, 1), loss, x.grad)
`.replaceAll("NaN", "nan"),
  };
}
