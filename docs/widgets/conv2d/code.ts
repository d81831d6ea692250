import { filled } from "../core/fill.ts";
import { nested } from "../core/nested.ts";
import type { Code } from "../core/widget.ts";
import { geometryOf, type State } from "./state.ts";

/** The state as programs that print its y, ∂x and ∂w. */
export function code(s: State): Code {
  const g = geometryOf(s);
  const x = nested(filled(s.x, g.xShape), g.xShape);
  const w = nested(filled(s.weight, g.wShape), g.wShape);
  const dy = nested(filled(s.dy, g.shape), g.shape);
  return { typescript: typescript(s, x, w, dy), pytorch: pytorch(s, x, w, dy) };
}

function typescript(s: State, x: string, w: string, dy: string): string {
  const { sh, sw, dh, dw, top, bottom, left, right } = s;
  const options = [
    `stride: [${sh}, ${sw}]`,
    `padding: { top: ${top}, bottom: ${bottom}, left: ${left}, right: ${right} }`,
    `dilation: [${dh}, ${dw}]`,
    `groups: ${s.groups}`,
    ...(s.ceil ? ["ceilMode: true"] : []),
  ];
  return `import { backward, conv2d, tensor } from "alexgrad";

const x = tensor(${x}, { requiresGrad: true });
const w = tensor(${w}, { requiresGrad: true });
const y = conv2d(x, w, { ${options.join(", ")} });
backward(y, tensor(${dy}));
console.log(await y.toArray(), await x.grad?.toArray(), await w.grad?.toArray());
`;
}

/** PyTorch pads all sides alike and rounds down: what goes beyond that is padded before, by hand. */
function pytorch(s: State, x: string, w: string, dy: string): string {
  const g = geometryOf(s);
  const below = Math.max(s.bottom, (g.oh - 1) * g.sh + g.dh * (g.kh - 1) + 1 - g.top - g.h);
  const right = Math.max(s.right, (g.ow - 1) * g.sw + g.dw * (g.kw - 1) + 1 - g.left - g.w);
  const isEven = below === s.top && right === s.left;
  const padding = isEven ? `padding=(${s.top}, ${s.left}), ` : "";
  const input = isEven ? "x" : `F.pad(x, (${s.left}, ${right}, ${s.top}, ${below}))`;
  return `import torch
import torch.nn.functional as F
from math import nan

x = torch.tensor(${x}, dtype=torch.float64, requires_grad=True)
w = torch.tensor(${w}, dtype=torch.float64, requires_grad=True)
y = F.conv2d(${input}, w, stride=(${s.sh}, ${s.sw}), ${padding}dilation=(${s.dh}, ${s.dw}), groups=${s.groups})
y.backward(torch.tensor(${dy}, dtype=torch.float64))
print(y, x.grad, w.grad)
`.replaceAll("NaN", "nan");
}
