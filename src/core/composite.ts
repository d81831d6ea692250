import { enableGrad, isRecording, Node, type Rule } from "./autograd.ts";
import { grad } from "./backward.ts";
import { aliasOf, nodeOf, setNode, type Tensor } from "./tensor.ts";

/** The gradients of a function that is written in differentiable operators, by those of its inputs that need one.
 *  Each input gets an identity node in front, so that a path from one input to another outside of the function does
 *  not count: these are partial derivatives. */
export function compositeGradients(
  run: (inputs: readonly (Tensor | null)[]) => Tensor,
  inputs: readonly (Tensor | null)[],
  dy: Tensor,
): (Tensor | null)[] {
  const fronts = inputs.map((input) => input && enableGrad(() => identity(input)));
  const active = fronts.filter((front) => front?.requiresGrad);
  const output = enableGrad(() => run(fronts));
  const found = grad(output, active as Tensor[], {
    gradOutputs: [dy],
    createGraph: isRecording(),
    allowUnused: true,
  });
  return fronts.map((front) => found[active.indexOf(front)] ?? null);
}

const rule: Rule = { name: "identity", inputs: ["x"], saves: [] };

/** The same values as a tensor with a place of its own in the graph. */
export function identity(x: Tensor): Tensor {
  const y = isRecording() ? aliasOf(x) : x.detach();
  const node = nodeOf(y);
  if (node !== null) setNode(y, new Node(rule, [node], [x.shape], x.shape, [], (dy) => [() => dy]));
  return y;
}
