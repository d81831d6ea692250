import type { Code } from "../core/widget.ts";
import { decayOf, momentumOf, rateOf, type State, scaleOf, steps } from "./state.ts";

/** Programs that print where each optimizer ends. */
export function code(s: State): Code {
  const [lr, momentum, decay] = [rateOf(s), momentumOf(s), decayOf(s)].map((value) => Number(value.toPrecision(12)));
  const start = `[[${s.x / 10}, ${s.y / 10}]]`;
  const isNet = s.land === "net";
  const drop = (indent: string, text: string) => (s.mode !== "rules" || s.drop === 0 ? "" : `\n${indent}${text}`);
  const loss = isNet
    ? `const x = tensor([[-2, -1, -0.5, 0.5, 1, 2]]);
const target = x.mul(1.2).tanh().mul(0.9);
const loss = (w: Tensor) => {
  const error = w.slice({ axis: 1, start: 1 }).mul(w.slice({ axis: 1, end: 1 }).mul(x).tanh()).sub(target);
  return error.mul(error).sum().mul(${0.5 * scaleOf(s)});
};`
    : `const loss = (w: Tensor) => w.mul(w).mul(tensor([[1 / 16, 1]])).sum().mul(${scaleOf(s)});`;
  return {
    typescript: `import { Adagrad, Adam, Muon, SGD, type Tensor, tensor } from "alexgrad";

${loss}

for (const make of [
  (w: Tensor) => new SGD([w], { lr: ${lr}, momentum: ${momentum}, weightDecay: ${decay}, rule: "paper" }),
  (w: Tensor) => new SGD([w], { lr: ${lr}, momentum: ${momentum}, weightDecay: ${decay} }),
  (w: Tensor) => new Adagrad([w], { lr: ${lr}, weightDecay: ${decay} }),
  (w: Tensor) => new Adam([w], { lr: ${lr}, betas: [${momentum}, 0.999], weightDecay: ${decay} }),
  (w: Tensor) => new Muon([w], { lr: ${lr}, momentum: ${momentum}, weightDecay: ${decay} }),
]) {
  const w = tensor(${start}, { requiresGrad: true });
  const optimizer = make(w);
  for (let step = 1; step <= ${steps}; step++) {${drop("    ", `if (step === ${s.drop + 1}) optimizer.lr /= 10;`)}
    optimizer.zeroGrad();
    loss(w).backward();
    optimizer.step();
  }
  console.log(optimizer.constructor.name, await w.toArray());
}
`,
    pytorch: `import torch

${
  isNet
    ? `x = torch.tensor([[-2, -1, -0.5, 0.5, 1, 2]], dtype=torch.float64)
target = 0.9 * torch.tanh(1.2 * x)
loss = lambda w: ${0.5 * scaleOf(s)} * (w[:, 1:] * torch.tanh(w[:, :1] * x) - target).square().sum()`
    : `loss = lambda w: ${scaleOf(s)} * (w * w * torch.tensor([[1 / 16, 1]], dtype=torch.float64)).sum()`
}

# The paper's rule is not among them.
for make in [
    lambda w: torch.optim.SGD([w], lr=${lr}, momentum=${momentum}, weight_decay=${decay}),
    lambda w: torch.optim.Adagrad([w], lr=${lr}, weight_decay=${decay}),
    lambda w: torch.optim.Adam([w], lr=${lr}, betas=(${momentum}, 0.999), weight_decay=${decay}),
    lambda w: torch.optim.Muon([w], lr=${lr}, momentum=${momentum}, weight_decay=${decay}),
]:
    w = torch.tensor(${start}, dtype=torch.float64, requires_grad=True)
    optimizer = make(w)
    for step in range(1, ${steps + 1}):${drop("        ", `if step == ${s.drop + 1}: optimizer.param_groups[0]["lr"] /= 10`)}
        optimizer.zero_grad()
        loss(w).backward()
        optimizer.step()
    print(type(optimizer).__name__, w)
`,
  };
}
