import type { Node } from "./autograd.ts";
import { ShapeError } from "./errors.ts";
import { closeScope, openScope } from "./lifetime.ts";
import { formatShape, type Shape, sameShape } from "./shape.ts";
import { aliasOf, type Tensor } from "./tensor.ts";

/** Computes the gradients of a node's inputs from its own, null for an input that needs none, and frees what that took.
 *  @param needed those that are wanted; null for all. */
export function pullBack(node: Node, dy: Tensor, needed: ReadonlySet<Node> | null): (Tensor | null)[] {
  const scope = openScope();
  let gradients: (Tensor | null)[] = [];
  try {
    const thunks = node.backward(dy);
    gradients = node.inputs.map((input, i) => {
      if (input === null || (needed !== null && !needed.has(input))) return null;
      const result = thunks[i]?.() ?? null;
      // Others may hold the result too (it may be dy, or a saved tensor): the gradient is a handle of its own.
      return result && aliasOf(result);
    });
    return gradients;
  } finally {
    closeScope(
      scope,
      gradients.filter((gradient) => gradient !== null),
    );
  }
}

/** @throws ShapeError unless the gradient has the output's shape. */
export function checkShapeOf(caller: string, gradient: Tensor, shape: Shape): void {
  if (sameShape(gradient.shape, shape)) return;
  throw new ShapeError(
    `${caller}: expected a gradient of the output's shape ${formatShape(shape)}; got ${formatShape(gradient.shape)}`,
  );
}
