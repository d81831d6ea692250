import { isRecording, Node, noGrad } from "./autograd.ts";
import { GradientError, ShapeError } from "./errors.ts";
import { callback, listOf } from "./kinds.ts";
import { checkArgument } from "./options.ts";
import { formatShape, sameShape } from "./shape.ts";
import { aliasOf, nodeOf, setNode, type Tensor } from "./tensor.ts";
import { optionalTensor, tensor } from "./tensorKinds.ts";

/** A function with a gradient of its own: what `run` computes is not recorded, and `backward` takes its place.
 *  @param run from tensors to one tensor.
 *  @param backward from ∂L/∂y, the inputs and y to ∂L/∂input for each input, null for a constant. Written with operators of
 *  the inputs, it can be differentiated again.
 *  @returns the function.
 *  @throws ShapeError, on the way back, if a gradient does not have its input's shape; GradientError if there are not as
 *  many as inputs.
 *
 *  @example
 *  ```ts
 *  import { customGradient, tensor } from "alexgrad";
 *
 *  const cube = customGradient(
 *    (x) => x.mul(x).mul(x),
 *    (dy, [x]) => [dy.mul(x!.mul(x!).mul(3))],
 *  );
 *  const x = tensor(2, { requiresGrad: true });
 *  cube(x).backward();
 *  console.log(await x.grad?.item()); // 12
 *  ``` */
export function customGradient(
  run: (...inputs: Tensor[]) => Tensor,
  backward: (dy: Tensor, inputs: Tensor[], y: Tensor) => readonly (Tensor | null)[],
): (...inputs: Tensor[]) => Tensor {
  checkArgument("customGradient", "run", run, callback());
  checkArgument("customGradient", "backward", backward, callback());
  return (...inputs) => {
    inputs.forEach((input, i) => {
      checkArgument("customGradient", `input ${i}`, input, tensor);
    });
    const y = noGrad(() => {
      const result: unknown = run(...inputs);
      checkArgument("customGradient", "the result of run", result, tensor);
      return result.detach();
    });
    if (!isRecording() || !inputs.some((input) => input.requiresGrad)) return y;
    const saved = [...inputs, y].map((tensor) => aliasOf(tensor, false));
    const names = inputs.map((_, i) => `input ${i}`);
    const rule = { name: "customGradient", inputs: names, saves: [...names, "y"] };
    const shapes = inputs.map(({ shape }) => shape);
    const node = new Node(rule, inputs.map(nodeOf), shapes, y.shape, saved, (dy) => {
      const gradients = backward(dy, saved.slice(0, -1), saved.at(-1)!);
      checkArgument("customGradient", "the result of backward", gradients, listOf(optionalTensor));
      if (gradients.length !== inputs.length) {
        throw new GradientError(`customGradient: expected ${inputs.length} gradients; got ${gradients.length}`);
      }
      return gradients.map((gradient, i) => () => {
        if (gradient === null || sameShape(gradient.shape, saved[i].shape)) return gradient;
        throw new ShapeError(
          `customGradient: expected gradient ${i} of shape ${formatShape(saved[i].shape)}; got ${formatShape(gradient.shape)}`,
        );
      });
    });
    for (const each of [y, saved.at(-1)!]) setNode(each, node);
    return y;
  };
}
