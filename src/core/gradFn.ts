import { asBackward, backwardOrder, enableGrad, type Node, noGrad } from "./autograd.ts";
import type { BackwardOptions } from "./backward.ts";
import { boolean, listOf } from "./kinds.ts";
import { checkArgument, checkOptions } from "./options.ts";
import { checkShapeOf, pullBack } from "./pullBack.ts";
import { formatShape, type Shape } from "./shape.ts";
import { bytesOf, type Storage } from "./storage.ts";
import { nodeOf, storageOf, Tensor } from "./tensor.ts";
import { tensor } from "./tensorKinds.ts";

/** What a step was given. */
export interface GradInput {
  /** What the operator calls it: "x", "w" … */
  readonly name: string;
  readonly shape: Shape;
  /** The step that made it; null for a constant, which no gradient flows to. */
  readonly gradFn: GradFn | null;
}

/** What a step keeps for the way back. Others may keep the same buffer: an input of one step is the output of another. */
export interface SavedTensor {
  /** The input's name, or "y" for the output. */
  readonly name: string;
  readonly shape: Shape;
  readonly bytes: number;
  /** Its values, in a tensor of their own that requires no gradient. */
  detach(): Tensor;
}

let nodeBehind: (gradFn: GradFn) => Node;
let viewOf: (node: Node) => GradFn;

/** One step of the tape, to be looked at: nothing can be changed through it. It is made when somebody asks, once for each
 *  step, so that steps compare with `===`. Who holds it holds the step as its tensor does; what `backward`, `grad` or the
 *  end of a scope frees is freed all the same.
 *
 *  A tensor that was made with `requiresGrad` has one too, with the operator "leaf" and no inputs: there gradients come to
 *  rest. (PyTorch calls that AccumulateGrad, and has None for the tensor itself.)
 *
 *  @example
 *  ```ts
 *  import { tensor } from "alexgrad";
 *
 *  const x = tensor(3, { requiresGrad: true });
 *  const { gradFn } = x.mul(2);
 *  console.log(gradFn?.op, gradFn?.inputs.map(({ name }) => name)); // mul [ 'a', 'b' ]
 *  console.log(gradFn?.inputs[0]?.gradFn === x.gradFn, gradFn?.inputs[1]?.gradFn); // true null
 *  ``` */
export class GradFn {
  readonly #node: Node;

  static {
    const views = new WeakMap<Node, GradFn>();
    nodeBehind = (gradFn) => gradFn.#node;
    viewOf = (node) => {
      const view = views.get(node) ?? new GradFn(node);
      views.set(node, view);
      return view;
    };
  }

  private constructor(node: Node) {
    this.#node = node;
  }

  /** Grows from step to step: a step's inputs have smaller ones, and `backward` goes from the largest to the smallest. */
  get id(): number {
    return this.#node.id;
  }

  /** The operator's name; "leaf" for a tensor that the user made, "accumulate" for a sum of gradients. */
  get op(): string {
    return this.#node.rule.name;
  }

  /** The shape of the output. */
  get shape(): Shape {
    return [...this.#node.shape];
  }

  /** What it was given, in the operator's order, constants too. */
  get inputs(): readonly GradInput[] {
    const { rule, inputs, inputShapes } = this.#node;
    return inputs.flatMap((input, i) => {
      const shape = inputShapes[i];
      if (shape === null) return [];
      return [{ name: rule.inputs[i], shape: [...shape], gradFn: input && viewOf(input) }];
    });
  }

  /** What it keeps for the way back; nothing once that is freed. */
  get saved(): readonly SavedTensor[] {
    const { rule, saved } = this.#node;
    return saved.flatMap((each, i) => (each === null ? [] : [viewOfSaved(rule.saves[i], each)]));
  }

  /** Whether a tensor that the user made is behind it, and no operator. */
  get isLeaf(): boolean {
    return this.#node.isLeaf;
  }

  /** Whether `backward` stores the gradient in `grad`: of leaves, and after `retainGrad`. */
  get retainsGrad(): boolean {
    return this.#node.retainsGrad;
  }

  /** Whether what it saved is freed, so that no gradient can pass again. */
  get isFreed(): boolean {
    return this.#node.isFreed;
  }

  /** The step's own rule: from the gradient of its output to those of its `inputs`, in their order, null where none flows.
   *  It adds nothing to any `grad`, calls no hook and frees nothing.
   *  @param dy ∂L/∂y, of the output's shape.
   *  @param options.createGraph whether to record, so that the results can be differentiated again. Default: false.
   *  @returns a gradient of each input's shape; none for a leaf.
   *  @throws ShapeError if dy has another shape; DisposedError once the step is freed; OptionError for an unknown option. */
  backward(dy: Tensor, options: Pick<BackwardOptions, "createGraph"> = {}): (Tensor | null)[] {
    const node = this.#node;
    checkArgument("backward", "dy", dy, tensor);
    checkOptions("backward", options, { createGraph: boolean });
    checkShapeOf("backward", dy, node.shape);
    if (node.isLeaf) return [];
    const record = options.createGraph ? enableGrad : noGrad;
    return asBackward(() => record(() => pullBack(node, dy, null))).filter((_, i) => node.inputShapes[i] !== null);
  }

  /** Plain data, for JSON and for messages: inputs by the ids of their steps. */
  toJSON() {
    const { id, op, shape, isLeaf, retainsGrad, isFreed } = this;
    const inputs = this.inputs.map(({ name, shape, gradFn }) => ({ name, shape, id: gradFn?.id ?? null }));
    const saved = this.saved.map(({ name, shape, bytes }) => ({ name, shape, bytes }));
    return { id, op, shape, inputs, saved, isLeaf, retainsGrad, isFreed };
  }

  /** One line: "#2 mul []: a #0 [], b #1 []; saved a, b". */
  toString(): string {
    const inputs = this.inputs.map(({ name, shape, gradFn }) => {
      return `${name} ${gradFn === null ? "constant" : `#${gradFn.id}`} ${formatShape(shape)}`;
    });
    const saved = this.saved.map(({ name }) => name);
    const from = inputs.length === 0 ? "" : `: ${inputs.join(", ")}`;
    const keeps = this.isFreed ? "; freed" : saved.length === 0 ? "" : `; saved ${saved.join(", ")}`;
    return `#${this.id} ${this.op} ${formatShape(this.shape)}${from}${keeps}`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function viewOfSaved(name: string, saved: Tensor): SavedTensor {
  const { size, dtype } = saved;
  return { name, shape: [...saved.shape], bytes: size * bytesOf(dtype), detach: () => saved.detach() };
}

/** The step that made a tensor. */
export function gradFnOf(tensor: Tensor): GradFn | null {
  const node = nodeOf(tensor);
  return node && viewOf(node);
}

/** All steps behind one tensor or several, in the order in which `backward` goes through them: by descending id.
 *  @param outputs of any shapes.
 *  @returns the steps, leaves too; none where no gradient is required.
 *
 *  @example
 *  ```ts
 *  import { graphOf, tensor } from "alexgrad";
 *
 *  const [a, b] = [tensor(2, { requiresGrad: true }), tensor(3, { requiresGrad: true })];
 *  const y = a.mul(b).add(a);
 *  console.log(graphOf(y).map(({ op }) => op)); // [ 'add', 'mul', 'leaf', 'leaf' ]
 *  ``` */
export function graphOf(outputs: Tensor | readonly Tensor[]): GradFn[] {
  return graphBehind("graphOf", outputs);
}

export function graphBehind(caller: string, outputs: Tensor | readonly Tensor[]): GradFn[] {
  const list = outputs instanceof Tensor ? [outputs] : outputs;
  checkArgument(caller, "outputs", list, listOf(tensor));
  return backwardOrder(list.map(nodeOf).filter((node) => node !== null)).map(viewOf);
}

/** The buffers that the steps of a graph keep, each once, whoever else has them. */
export function savedStorages(graph: readonly GradFn[]): Set<Storage> {
  return storagesOf(graph.flatMap((gradFn) => nodeBehind(gradFn).saved).filter((saved) => saved !== null));
}

export function storagesOf(tensors: readonly Tensor[]): Set<Storage> {
  return new Set(tensors.filter(({ isDisposed }) => !isDisposed).map(storageOf));
}
