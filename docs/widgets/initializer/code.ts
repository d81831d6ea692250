import type { Code } from "../core/widget.ts";
import { depth } from "./compute.ts";
import { biasOf, type State, sigmaOf } from "./state.ts";

/** Programs that print the variance after each layer. */
export function code(s: State): Code {
  const options = s.init === "glorotUniform" ? `{ k: ${s.k} }` : s.init === "gaussian" ? `{ std: ${sigmaOf(s)} }` : "";
  const activation = s.activation === "linear" ? "" : `${s.activation}(h)`;
  return {
    typescript: `import { constant, ${s.init}, Linear, randn, Rng${activation === "" ? "" : `, ${s.activation}`} } from "alexgrad";

const rng = new Rng(${s.seed});
let h = randn([32, ${s.even}], { rng });
for (let i = 0; i < ${depth}; i++) {
  const [fanIn, fanOut] = i % 2 === 0 ? [${s.even}, ${s.odd}] : [${s.odd}, ${s.even}];
  const layer = new Linear(fanIn, fanOut, { weightInit: ${s.init}(${options}), biasInit: constant(${biasOf(s)}), rng });
  h = layer.forward(${activation === "" ? "h" : `i === 0 ? h : ${activation}`});
  console.log(i + 1, await h.variance().item());
}
`,
    pytorch: `import torch
from torch import nn

torch.manual_seed(${s.seed})
h = torch.randn(32, ${s.even})
for i in range(${depth}):
    fan_in, fan_out = (${s.even}, ${s.odd}) if i % 2 == 0 else (${s.odd}, ${s.even})
    layer = nn.Linear(fan_in, fan_out)
    ${pytorch(s)}
    nn.init.constant_(layer.bias, ${biasOf(s)})
    h = layer(${activation === "" ? "h" : `h if i == 0 else torch.${activation}`})
    print(i + 1, h.var().item())
`,
  };
}

function pytorch(s: State): string {
  switch (s.init) {
    case "glorotUniform":
      return `nn.init.xavier_uniform_(layer.weight, gain=(${s.k} / 6) ** 0.5)`;
    case "glorotNormal":
      return "nn.init.xavier_normal_(layer.weight)";
    case "heUniform":
      return 'nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")';
    case "heNormal":
      return 'nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")';
    case "fanInUniform":
      return "nn.init.kaiming_uniform_(layer.weight, a=5 ** 0.5)";
    case "gaussian":
      return `nn.init.normal_(layer.weight, 0, ${sigmaOf(s)})`;
  }
}
