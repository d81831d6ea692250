import { DisposedError, GradientError } from "./errors.ts";
import { callback } from "./kinds.ts";
import { currentScope, type Scope } from "./lifetime.ts";
import { checkArgument } from "./options.ts";
import type { Tensor } from "./tensor.ts";

/** Sees the gradient of a tensor when it is complete; a tensor that it returns takes the gradient's place. */
export type Hook = (grad: Tensor) => unknown;

/** The gradients of a node's inputs, each computed only if somebody asks for it; none for a constant. */
type Vjp = (dy: Tensor) => readonly ((() => Tensor | null) | undefined)[];

let nextId = 0;

/** One step of the tape: how the gradient of an output becomes the gradients of its inputs. */
export class Node {
  /** Grows with creation, so a node's inputs always have smaller ids: descending order is a backward order. */
  readonly id = nextId++;
  readonly op: string;
  /** Where the gradients go; null for an input that needs none. */
  readonly inputs: readonly (Node | null)[];
  readonly hooks = new Set<Hook>();
  /** The accumulated gradient of a leaf, or of a tensor that asked to retain it. */
  grad: Tensor | null = null;
  retainsGrad = false;
  /** The scope that the tensor belongs to, and its gradient with it. */
  scope: Scope | null;
  #vjp: Vjp | null;
  #saved: readonly Tensor[];

  constructor(
    op: string,
    inputs: readonly (Node | null)[],
    saved: readonly Tensor[],
    vjp: Vjp | null,
    scope: Scope | null = currentScope(),
  ) {
    this.op = op;
    this.inputs = inputs;
    this.#saved = saved;
    this.#vjp = vjp;
    this.scope = scope;
    scope?.nodes.add(this);
  }

  get isLeaf(): boolean {
    return this.inputs.length === 0;
  }

  backward(dy: Tensor): ReturnType<Vjp> {
    if (this.#vjp === null) {
      throw new DisposedError(
        `${this.op}: its saved tensors are freed: backward() ran already or its scope has ended. Pass retainGraph to run it again`,
      );
    }
    return this.#vjp(dy);
  }

  /** Frees what was saved for the backward pass. */
  release(): void {
    for (const tensor of this.#saved) tensor.dispose();
    this.#saved = [];
    this.#vjp = null;
  }
}

/** The node of a tensor that the user made: gradients accumulate here, and live as long as the tensor's scope. */
export function leafNode(scope: Scope | null): Node {
  const node = new Node("leaf", [], [], null, scope);
  node.retainsGrad = true;
  return node;
}

/** All nodes that gradients starting at `roots` can reach, roots included. */
export function reachable(roots: Iterable<Node>): Set<Node> {
  const found = new Set<Node>(roots);
  for (const node of found) {
    for (const input of node.inputs) if (input !== null) found.add(input);
  }
  return found;
}

let recording = true;

export function isRecording(): boolean {
  return recording;
}

function withRecording<T>(name: string, value: boolean, run: () => T): T {
  checkArgument(name, "run", run, callback());
  const before = recording;
  recording = value;
  try {
    const result = run();
    if (result instanceof Promise) {
      result.catch(() => {});
      throw new GradientError(
        `${name}: expected a synchronous function; await inside it would switch recording for others`,
      );
    }
    return result;
  } finally {
    recording = before;
  }
}

/** Runs without recording: results need no gradient and save nothing.
 *  @param run synchronous.
 *  @returns what `run` returns.
 *  @throws GradientError if `run` is asynchronous.
 *
 *  @example
 *  ```ts
 *  import { noGrad, ones } from "alexgrad";
 *
 *  const w = ones([2], { requiresGrad: true });
 *  console.log(w.mul(2).requiresGrad, noGrad(() => w.mul(2)).requiresGrad); // true false
 *  ``` */
export function noGrad<T>(run: () => T): T {
  return withRecording("noGrad", false, run);
}

/** Records again inside `noGrad`.
 *  @param run synchronous.
 *  @returns what `run` returns.
 *  @throws GradientError if `run` is asynchronous.
 *
 *  @example
 *  ```ts
 *  import { enableGrad, noGrad, ones } from "alexgrad";
 *
 *  const w = ones([2], { requiresGrad: true });
 *  console.log(noGrad(() => enableGrad(() => w.mul(2))).requiresGrad); // true
 *  ``` */
export function enableGrad<T>(run: () => T): T {
  return withRecording("enableGrad", true, run);
}
