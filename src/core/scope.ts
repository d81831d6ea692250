import type { Node } from "./autograd.ts";
import { describe } from "./describe.ts";
import { ArgumentError, GradientError } from "./errors.ts";
import { callback } from "./kinds.ts";
import { checkArgument } from "./options.ts";
import { Tensor } from "./tensor.ts";

/** What was made since a `scope` began. */
export interface Scope {
  readonly parent: Scope | null;
  readonly tensors: Set<Tensor>;
  readonly nodes: Set<Node>;
}

let current: Scope | null = null;

export function currentScope(): Scope | null {
  return current;
}

/** The scope that will free a tensor. */
export function scopeOf(tensor: Tensor): Scope | null {
  let scope = current;
  while (scope !== null && !scope.tensors.has(tensor)) scope = scope.parent;
  return scope;
}

export function openScope(): Scope {
  current = { parent: current, tensors: new Set(), nodes: new Set() };
  return current;
}

/** Ends the innermost scope: `kept` and what their gradients need move to the scope around it, the rest is freed. */
export function closeScope(scope: Scope, kept: readonly Tensor[]): void {
  current = scope.parent;
  for (const tensor of kept) moveOut(tensor, scope);
  for (const tensor of scope.tensors) tensor.dispose();
  for (const node of scope.nodes) node.release();
}

function moveOut(tensor: Tensor, scope: Scope): void {
  if (scope.tensors.delete(tensor)) scope.parent?.tensors.add(tensor);
  // A node's inputs are older than itself: what lies outside of the scope leads to nothing inside.
  const path = [tensor.node];
  for (const node of path) {
    if (node === null || !scope.nodes.delete(node)) continue;
    node.scope = scope.parent;
    scope.parent?.nodes.add(node);
    if (node.grad !== null) moveOut(node.grad, scope);
    path.push(...node.inputs);
  }
}

/** Runs `run` and frees every tensor made inside it, except those in its result (a tensor, or arrays, plain
 *  objects, maps and sets of them) and those handed to `keep`. A training step in a scope leaves no memory behind:
 *
 *      const loss = scope(() => { const loss = step(batch); loss.backward(); optimizer.step(); return loss.detach(); });
 *
 *  @throws GradientError if `run` is asynchronous: await results outside of the scope. */
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

/** Takes a tensor, and what its gradient needs, out of every scope: from now on it lives until it is disposed. */
export function keep<T extends Tensor>(tensor: T): T {
  if (!(tensor instanceof Tensor)) throw new ArgumentError(`keep: expected a tensor; got ${describe(tensor)}`);
  return moveTo(null, tensor);
}

/** Takes a tensor out of the scopes inside of `target`. */
export function moveTo<T extends Tensor>(target: Scope | null, tensor: T): T {
  for (let scope = current; scope !== null && scope !== target; scope = scope.parent) moveOut(tensor, scope);
  return tensor;
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
