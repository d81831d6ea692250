/** A tensor, to the scope that will free it. */
interface Scoped {
  dispose(): void;
}

/** A step of the tape, to the scope that will free what it saved. */
interface ScopedNode {
  scope: Scope | null;
  readonly inputs: readonly (ScopedNode | null)[];
  readonly grad: Scoped | null;
  release(): void;
}

/** What was made since a `scope` began. */
export interface Scope {
  readonly parent: Scope | null;
  readonly tensors: Set<Scoped>;
  readonly nodes: Set<ScopedNode>;
}

let nodeOf: (tensor: Scoped) => ScopedNode | null = () => null;

/** Told by the class of tensors, to which a tensor's node is private. */
export function setNodeOf(of: typeof nodeOf): void {
  nodeOf = of;
}

let current: Scope | null = null;

export function currentScope(): Scope | null {
  return current;
}

/** The scope that will free a tensor. */
export function scopeOf(tensor: Scoped): Scope | null {
  let scope = current;
  while (scope !== null && !scope.tensors.has(tensor)) scope = scope.parent;
  return scope;
}

export function openScope(): Scope {
  current = { parent: current, tensors: new Set(), nodes: new Set() };
  return current;
}

/** Ends the innermost scope: `kept` and what their gradients need move to the scope around it, the rest is freed. */
export function closeScope(scope: Scope, kept: readonly Scoped[]): void {
  current = scope.parent;
  for (const tensor of kept) moveOut(tensor, scope);
  for (const tensor of scope.tensors) tensor.dispose();
  for (const node of scope.nodes) node.release();
}

function moveOut(tensor: Scoped, scope: Scope): void {
  if (scope.tensors.delete(tensor)) scope.parent?.tensors.add(tensor);
  // A node's inputs are older than itself: what lies outside of the scope leads to nothing inside.
  const path = [nodeOf(tensor)];
  for (const node of path) {
    if (node === null || !scope.nodes.delete(node)) continue;
    node.scope = scope.parent;
    scope.parent?.nodes.add(node);
    if (node.grad !== null) moveOut(node.grad, scope);
    path.push(...node.inputs);
  }
}

/** Takes a tensor out of the scopes inside of `target`. */
export function moveTo<T extends Scoped>(target: Scope | null, tensor: T): T {
  for (let scope = current; scope !== null && scope !== target; scope = scope.parent) moveOut(tensor, scope);
  return tensor;
}
