import { nested } from "../core/nested.ts";
import type { Code } from "../core/widget.ts";
import { numbersOf, programOf } from "./record.ts";
import type { State } from "./state.ts";

/** The state as programs that print the gradients. */
export function code(s: State): Code {
  return { typescript: typescript(s), pytorch: pytorch(s) };
}

const parametersOf = (s: State) =>
  programOf(s)
    .inputs.filter(({ isConstant = false }) => !isConstant)
    .map(({ name }) => name);

const outputOf = (s: State) => programOf(s).lines.at(-1)!.actions.at(-1)!.name.replace(/[′″]/, "");

const functions = ["conv2d", "crossEntropy", "linear", "maxPool2d", "noGrad"];

function typescript(s: State): string {
  const { inputs, lines } = programOf(s);
  const y = outputOf(s);
  const parameters = parametersOf(s);
  const given = inputs.map((input) => {
    const numbers = nested(numbersOf(input, s), input.shape);
    return `const ${input.name} = tensor(${numbers}${input.isConstant ? "" : ", { requiresGrad: true }"});`;
  });
  const body = lines.map((line) => line.typescript);
  const used = functions.filter((name) => body.some((text) => text.includes(`${name}(`)));
  const printed = `console.log(${parameters.map((name) => `await ${name}.grad?.toArray()`).join(", ")});`;
  const after: Record<State["mode"], string[]> = {
    once: ["console.log(describeGraph(OUT));", "OUT.backward();", printed],
    recursion: recursionInTypescript(parameters),
    twice: [
      "OUT.backward();",
      ...(s.zero ? parameters.map((name) => `${name}.zeroGrad();`) : []),
      "{",
      ...body.map((text) => `  ${text}`),
      "  OUT.backward();",
      "}",
      printed,
    ],
    again: [`OUT.backward(undefined, { retainGraph: ${s.retain} });`, "OUT.backward();", printed],
    second: [
      `const [first] = grad(OUT, [${parameters[0]}], { createGraph: true });`,
      `const second = grad(first!.sum(), [${parameters.join(", ")}], { allowUnused: true });`,
      "console.log(await first!.toArray(), await Promise.all(second.map((each) => each?.toArray())));",
    ],
  };
  const imports = [
    ...used,
    ...{ once: ["describeGraph"], recursion: ["type GradFn", "type Tensor"], twice: [], again: [], second: ["grad"] }[
      s.mode
    ],
    "tensor",
  ];
  const text = [...given, "", ...body, ...after[s.mode]].join("\n").replaceAll("OUT", y);
  return `import { ${imports.join(", ")} } from "alexgrad";\n\n${text}\n`;
}

/** The mistake, written out with the steps of the tape. */
function recursionInTypescript(parameters: readonly string[]): string[] {
  return [
    "const gradients = new Map<GradFn, Tensor>([[OUT.gradFn!, tensor(1)]]);",
    "function visit(step: GradFn): void {",
    "  const found = step.backward(gradients.get(step)!);",
    "  step.inputs.forEach(({ gradFn }, i) => {",
    "    const gradient = found[i];",
    "    if (gradFn === null || gradient == null) return;",
    "    gradients.set(gradFn, gradients.get(gradFn)?.add(gradient) ?? gradient);",
    "  });",
    "  // Too early: others may have something to add.",
    "  for (const { gradFn } of step.inputs) if (gradFn !== null) visit(gradFn);",
    "}",
    "visit(OUT.gradFn!);",
    `console.log(${parameters.map((name) => `await gradients.get(${name}.gradFn!)?.toArray()`).join(", ")});`,
  ];
}

function pytorch(s: State): string {
  const { inputs, lines } = programOf(s);
  const y = outputOf(s);
  const parameters = parametersOf(s);
  const given = inputs.map((input) => {
    const numbers = nested(numbersOf(input, s), input.shape);
    return `${input.name} = torch.tensor(${numbers}, dtype=torch.float64${input.isConstant ? "" : ", requires_grad=True"})`;
  });
  const body = lines.map((line) => line.pytorch);
  const printed = `print(${parameters.map((name) => `${name}.grad`).join(", ")})`;
  const after: Record<State["mode"], string[]> = {
    once: [`${y}.backward()`, printed],
    recursion: [`${y}.backward()  # PyTorch's own order, which is right`, printed],
    twice: [
      `${y}.backward()`,
      ...(s.zero ? parameters.map((name) => `${name}.grad = None`) : []),
      ...body,
      `${y}.backward()`,
      printed,
    ],
    again: [`${y}.backward(retain_graph=${s.retain ? "True" : "False"})`, `${y}.backward()`, printed],
    second: [
      `first, = torch.autograd.grad(${y}, [${parameters[0]}], create_graph=True)`,
      `print(first, torch.autograd.grad(first.sum(), [${parameters.join(", ")}], allow_unused=True))`,
    ],
  };
  return `import torch\nimport torch.nn.functional as F\n\n${[...given, "", ...body, ...after[s.mode]].join("\n")}\n`;
}
