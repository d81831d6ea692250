import { describe } from "./describe.ts";
import { ArgumentError, GradientError } from "./errors.ts";
import { callback } from "./kinds.ts";
import { closeScope, moveTo, openScope } from "./lifetime.ts";
import { checkArgument } from "./options.ts";
import { Tensor } from "./tensor.ts";

/** Runs `run` and frees every tensor made inside it, except those in its result (a tensor, or arrays, plain
 *  objects, maps and sets of them) and those handed to `keep`. A training step in a scope leaves no memory behind.
 *  @param run synchronous.
 *  @returns what `run` returns.
 *  @throws GradientError if `run` is asynchronous: await results outside of the scope.
 *
 *  @example
 *  ```ts
 *  import { ones, scope, SGD } from "alexgrad";
 *
 *  const w = ones([2], { requiresGrad: true });
 *  const optimizer = new SGD([w], { lr: 0.25 });
 *  const loss = scope(() => {
 *    const loss = w.mul(w).sum();
 *    loss.backward();
 *    optimizer.step();
 *    return loss.detach();
 *  });
 *  console.log(await loss.item(), await w.toArray()); // 2 [ 0.5, 0.5 ]
 *  ``` */
export function scope<T>(run: () => T): T {
  checkArgument("scope", "run", run, callback());
  const inner = openScope();
  let kept: Tensor[] = [];
  try {
    const result = run();
    if (result instanceof Promise) {
      result.catch(() => {});
      throw new GradientError("scope: expected a synchronous function; return tensors and await their data outside");
    }
    kept = tensorsIn(result);
    return result;
  } finally {
    closeScope(inner, kept);
  }
}

/** Takes a tensor, and what its gradient needs, out of every scope: from now on it lives until it is disposed.
 *  @param tensor of any shape.
 *  @returns the same tensor, of the same shape.
 *
 *  @example
 *  ```ts
 *  import { keep, ones, scope, type Tensor } from "alexgrad";
 *
 *  let total: Tensor | undefined;
 *  scope(() => {
 *    total = keep(ones([3]).sum());
 *  });
 *  console.log(await total?.item()); // 3
 *  ``` */
export function keep<T extends Tensor>(tensor: T): T {
  if (!(tensor instanceof Tensor)) throw new ArgumentError(`keep: expected a tensor; got ${describe(tensor)}`);
  return moveTo(null, tensor);
}

function tensorsIn(result: unknown): Tensor[] {
  const found = new Set([result]);
  for (const value of found) {
    const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    if (Array.isArray(value) || value instanceof Set) for (const inner of value) found.add(inner);
    else if (value instanceof Map) for (const inner of value.values()) found.add(inner);
    else if (isPlain) for (const inner of Object.values(value)) found.add(inner);
  }
  return [...found].filter((value) => value instanceof Tensor);
}
