import { filled } from "../core/fill.ts";
import { nested } from "../core/nested.ts";
import type { Code } from "../core/widget.ts";
import { padded, typescriptOptions } from "../pooling/code.ts";
import { xShapeOf } from "../pooling/state.ts";
import { operatorOf, type State } from "./state.ts";

/** The state as programs that print its y and ∂x. */
export function code(s: State): Code {
  const { shape } = operatorOf(s);
  const x = nested(filled(s.x, xShapeOf(s)), xShapeOf(s));
  const dy = nested(filled(s.dy, shape), shape);
  const { input, padding } = padded(s, "float('-inf')");
  return {
    typescript: `import { backward, maxPool2d, tensor } from "alexgrad";

const x = tensor(${x}, { requiresGrad: true });
const y = maxPool2d(x, { ${typescriptOptions(s)} });
backward(y, tensor(${dy}));
console.log(await y.toArray(), await x.grad?.toArray());
`,
    pytorch: `import torch
import torch.nn.functional as F
from math import nan

x = torch.tensor(${x}, dtype=torch.float64, requires_grad=True)
y = F.max_pool2d(${input}, (${s.kh}, ${s.kw}), stride=(${s.sh}, ${s.sw}), padding=${padding}, ceil_mode=${s.ceil ? "True" : "False"})
y.backward(torch.tensor(${dy}, dtype=torch.float64))
print(y, x.grad)
`.replaceAll("NaN", "nan"),
  };
}
