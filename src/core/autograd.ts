import { DisposedError, GradientError } from "./errors.ts";
import { callback } from "./kinds.ts";
import { currentScope, type Scope } from "./lifetime.ts";
import { checkArgument } from "./options.ts";
import type { Shape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** Sees the gradient of a tensor when it is complete; a tensor that it returns takes the gradient's place. */
export type Hook = (grad: Tensor) => unknown;

/** The gradients of a node's inputs, each computed only if somebody asks for it; none for a constant. */
type Vjp = (dy: Tensor) => readonly ((() => Tensor | null) | undefined)[];

/** What the steps of an operator have in common. */
export interface Rule {
  readonly name: string;
  /** The inputs' names, in their order. */
  readonly inputs: readonly string[];
  /** The names of what is saved, in its order. */
  readonly saves: readonly string[];
}

const leaf: Rule = { name: "leaf", inputs: [], saves: [] };

let nextId = 0;

/** One step of the tape: how the gradient of an output becomes the gradients of its inputs. */
export class Node {
  /** Grows with creation, so a node's inputs always have smaller ids: descending order is a backward order. */
  readonly id = nextId++;
  readonly rule: Rule;
  /** Where the gradients go; null for an input that needs none. */
  readonly inputs: readonly (Node | null)[];
  /** The inputs' shapes; null for one that was left out. */
  readonly inputShapes: readonly (Shape | null)[];
  /** The output's. */
  readonly shape: Shape;
  readonly hooks = new Set<Hook>();
  /** The accumulated gradient of a leaf, or of a tensor that asked to retain it. */
  grad: Tensor | null = null;
  retainsGrad = false;
  /** The scope that the tensor belongs to, and its gradient with it. */
  scope: Scope | null;
  #vjp: Vjp | null;
  #saved: readonly (Tensor | null)[];

  constructor(
    rule: Rule,
    inputs: readonly (Node | null)[],
    inputShapes: readonly (Shape | null)[],
    shape: Shape,
    saved: readonly (Tensor | null)[],
    vjp: Vjp | null,
    scope: Scope | null = currentScope(),
  ) {
    this.rule = rule;
    this.inputs = inputs;
    this.inputShapes = inputShapes;
    this.shape = shape;
    this.#saved = saved;
    this.#vjp = vjp;
    this.scope = scope;
    scope?.nodes.add(this);
  }

  get isLeaf(): boolean {
    return this.inputs.length === 0;
  }

  /** What the rule saves; null for what was left out. Nothing once it is freed. */
  get saved(): readonly (Tensor | null)[] {
    return this.#saved;
  }

  get isFreed(): boolean {
    return this.#vjp === null && !this.isLeaf;
  }

  backward(dy: Tensor): ReturnType<Vjp> {
    if (this.#vjp === null) {
      throw new DisposedError(
        `${this.rule.name}: its saved tensors are freed: backward() ran already or its scope has ended. Pass retainGraph to run it again`,
      );
    }
    return this.#vjp(dy);
  }

  /** Frees what was saved for the backward pass. */
  release(): void {
    for (const tensor of this.#saved) tensor?.dispose();
    this.#saved = [];
    this.#vjp = null;
  }
}

/** The node of a tensor that the user made: gradients accumulate here, and live as long as the tensor's scope. */
export function leafNode(shape: Shape, scope: Scope | null): Node {
  const node = new Node(leaf, [], [], shape, [], null, scope);
  node.retainsGrad = true;
  return node;
}

/** All nodes that gradients starting at `roots` can reach, roots included, each behind those that it feeds on the way back. */
export function backwardOrder(roots: Iterable<Node>): Node[] {
  const found = new Set<Node>(roots);
  for (const node of found) {
    for (const input of node.inputs) if (input !== null) found.add(input);
  }
  return [...found].sort((a, b) => b.id - a.id);
}

let inBackward = false;

/** Whether a backward pass runs: kernels that run now compute gradients. */
export function isBackward(): boolean {
  return inBackward;
}

/** Runs as a part of a backward pass. */
export function asBackward<T>(run: () => T): T {
  const before = inBackward;
  inBackward = true;
  try {
    return run();
  } finally {
    inBackward = before;
  }
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
