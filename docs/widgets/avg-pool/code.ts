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
  const name = s.kind === "adaptive" ? "adaptiveAvgPool2d" : "avgPool2d";
  const options =
    s.kind === "adaptive"
      ? `outputSize: [${s.oh}, ${s.ow}]`
      : `${typescriptOptions(s)}, countIncludePad: ${s.countPad}`;
  return {
    typescript: `import { ${name}, backward, tensor } from "alexgrad";

const x = tensor(${x}, { requiresGrad: true });
const y = ${name}(x, { ${options} });
backward(y, tensor(${dy}));
console.log(await y.toArray(), await x.grad?.toArray());
`,
    pytorch: `import torch
import torch.nn.functional as F
from math import nan

x = torch.tensor(${x}, dtype=torch.float64, requires_grad=True)
y = ${s.kind === "adaptive" ? `F.adaptive_avg_pool2d(x, (${s.oh}, ${s.ow}))` : pytorch(s)}
y.backward(torch.tensor(${dy}, dtype=torch.float64))
print(y, x.grad)
`.replaceAll("NaN", "nan"),
  };
}

/** PyTorch cannot leave out what another operator has padded: sums of x over sums of ones can. */
function pytorch(s: State): string {
  const { input, padding } = padded(s, "0");
  const window = `(${s.kh}, ${s.kw}), stride=(${s.sh}, ${s.sw}), padding=${padding}, ceil_mode=${s.ceil ? "True" : "False"}`;
  if (input === "x") return `F.avg_pool2d(x, ${window}, count_include_pad=${s.countPad ? "True" : "False"})`;
  if (s.countPad) return `F.avg_pool2d(${input}, ${window})`;
  return `F.avg_pool2d(${input}, ${window}) / F.avg_pool2d(${input.replace("(x,", "(torch.ones_like(x),")}, ${window})`;
}
