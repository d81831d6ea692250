import { watch } from "./anomaly.ts";
import { asBackward, backwardOrder, enableGrad, isRecording, Node, noGrad, type Rule } from "./autograd.ts";
import { DeviceError, GradientError, ShapeError } from "./errors.ts";
import { makeWalk } from "./geometry/strided.ts";
import { boolean, kind, listOf } from "./kinds.ts";
import { moveTo } from "./lifetime.ts";
import { checkArgument, checkOptions, type Kinds } from "./options.ts";
import { checkShapeOf, pullBack } from "./pullBack.ts";
import { formatShape, sameShape, stridesOf } from "./shape.ts";
import { Storage } from "./storage.ts";
import { aliasOf, handleOf, makeTensor, nodeOf, Tensor } from "./tensor.ts";
import { tensor } from "./tensorKinds.ts";
import { update } from "./update.ts";

/** What a backward pass leaves behind. */
export interface BackwardOptions {
  /** Whether to record the backward pass itself, so that its results can be differentiated again. Default: false. */
  readonly createGraph?: boolean;
  /** Whether to keep what the forward pass saved, so that backward can run once more. Default: `createGraph`. */
  readonly retainGraph?: boolean;
}

type GradOptions = BackwardOptions & {
  readonly gradOutputs?: readonly (Tensor | undefined)[];
  readonly allowUnused?: boolean;
};

const backwardOptions: Kinds<BackwardOptions> = { createGraph: boolean, retainGraph: boolean };
const gradOptions: Kinds<GradOptions> = {
  ...backwardOptions,
  gradOutputs: kind("an array of tensors", (value): value is (Tensor | undefined)[] => Array.isArray(value)),
  allowUnused: boolean,
};

/** Adds ∂L/∂w to the `grad` of every parameter w that `output` was made of.
 *  @param output a scalar, such as a loss, or any shape with `gradient`.
 *  @param gradient ∂L/∂output, of output's shape. Default: 1, for a scalar output.
 *  @throws GradientError if the output needs no gradient, or is no scalar and `gradient` is left out; ShapeError or
 *  DeviceError if `gradient` has another shape or device; OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { backward, tensor } from "alexgrad";
 *
 *  const w = tensor([1, 2], { requiresGrad: true });
 *  backward(w.mul(w).sum()); // or w.mul(w).sum().backward()
 *  console.log(await w.grad?.toArray()); // [ 2, 4 ]
 *  ``` */
export function backward(output: Tensor, gradient?: Tensor, options: BackwardOptions = {}): void {
  checkArgument("backward", "the output", output, tensor);
  checkOptions("backward", options, backwardOptions);
  propagate("backward", [output], [gradient], null, options);
}

/** The gradients of `outputs` (summed over them, weighted by `gradOutputs`) by each of `inputs`, null for an input that no
 *  output depends on; `grad` fields stay as they are.
 *  @param outputs scalars, or of any shape with `gradOutputs`.
 *  @param inputs of any shapes.
 *  @param options.gradOutputs ∂L/∂output for each output, of its shape. Default: 1, for a scalar output.
 *  @param options.allowUnused true: an input that no output depends on is no error.
 *  @returns a gradient of each input's shape, or null.
 *  @throws GradientError, ShapeError, DeviceError or OptionError where `backward` does. */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  options: BackwardOptions & { gradOutputs?: readonly (Tensor | undefined)[]; allowUnused: true },
): (Tensor | null)[];
/** The gradients of `outputs` (summed over them, weighted by `gradOutputs`) by each of `inputs`; `grad` fields stay as they
 *  are.
 *  @param outputs scalars, or of any shape with `gradOutputs`.
 *  @param inputs of any shapes.
 *  @param options.gradOutputs ∂L/∂output for each output, of its shape. Default: 1, for a scalar output.
 *  @param options.allowUnused Default: false, an input that no output depends on is an error.
 *  @returns a gradient of each input's shape.
 *  @throws GradientError if an input does not lead to an output; and GradientError, ShapeError, DeviceError or OptionError
 *  where `backward` does.
 *
 *  @example
 *  ```ts
 *  import { grad, tensor } from "alexgrad";
 *
 *  const x = tensor(3, { requiresGrad: true });
 *  const [dx] = grad(x.pow(3), [x], { createGraph: true });
 *  const [ddx] = grad(dx!, [x]);
 *  console.log(await dx!.item(), await ddx!.item()); // 27 18
 *  ``` */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  options?: BackwardOptions & { gradOutputs?: readonly (Tensor | undefined)[]; allowUnused?: false },
): Tensor[];
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  options: GradOptions = {},
): (Tensor | null)[] {
  const list = outputs instanceof Tensor ? [outputs] : outputs;
  checkArgument("grad", "outputs", list, listOf(tensor));
  checkArgument("grad", "inputs", inputs, listOf(tensor));
  checkOptions("grad", options, gradOptions);
  const wanted = new Map<Node, Tensor | null>();
  inputs.forEach((input, i) => {
    const node = nodeOf(input);
    if (node !== null) wanted.set(node, null);
    else if (!options.allowUnused) throw new GradientError(`grad: input ${i} requires no gradient`);
  });
  propagate("grad", list, options.gradOutputs ?? [], wanted, options);
  const found = inputs.map((input) => {
    const node = nodeOf(input);
    return node && (wanted.get(node) ?? null);
  });
  const missing = found.indexOf(null);
  if (missing >= 0 && !options.allowUnused) throw new GradientError(`grad: no output depends on input ${missing}`);
  return found;
}

/** The backward pass. Gradients gather in `pending`, node by node from the outputs down; a node runs once all that
 *  feeds it has arrived. Under `wanted` only paths to those nodes run, and their gradients are put there. */
function propagate(
  caller: string,
  outputs: readonly Tensor[],
  gradients: readonly (Tensor | undefined)[],
  wanted: Map<Node, Tensor | null> | null,
  options: BackwardOptions,
): void {
  const { createGraph = false, retainGraph = createGraph } = options;
  const pending = new Map<Node, Tensor>();
  const record = createGraph ? enableGrad : noGrad;
  const run = () => {
    outputs.forEach((output, i) => {
      const node = nodeOf(output);
      if (node === null) throw new GradientError(`${caller}: output ${i} requires no gradient`);
      add(pending, node, seed(caller, output, gradients[i]));
    });
    const order = backwardOrder(pending.keys());
    const needed = wanted === null ? null : nodesAbove(order, wanted);
    for (const node of order) {
      const arrived = pending.get(node);
      if (arrived === undefined) continue;
      pending.delete(node);
      const dy = runHooks(node, arrived);
      if (wanted === null && node.retainsGrad) storeGrad(node, dy);
      if (wanted?.has(node)) wanted.set(node, aliasOf(dy));
      if (!node.isLeaf && (needed === null || node.inputs.some((input) => input !== null && needed.has(input)))) {
        const gradients = pullBack(node, dy, needed);
        node.inputs.forEach((input, i) => {
          const gradient = gradients[i];
          if (input !== null && gradient !== null) add(pending, input, gradient);
        });
        if (!retainGraph) node.release();
      }
      dy.dispose();
    }
  };
  try {
    asBackward(() => record(run));
  } finally {
    for (const gradient of pending.values()) gradient.dispose();
  }
}

/** Nodes on a path from an output to a wanted node. */
function nodesAbove(order: readonly Node[], wanted: ReadonlyMap<Node, unknown>): Set<Node> {
  const needed = new Set<Node>();
  for (const node of order.toReversed()) {
    if (wanted.has(node) || node.inputs.some((input) => input !== null && needed.has(input))) needed.add(node);
  }
  return needed;
}

/** The one place where gradients accumulate. */
function add(pending: Map<Node, Tensor>, node: Node, gradient: Tensor): void {
  const before = pending.get(node);
  if (before === undefined) {
    pending.set(node, gradient);
    return;
  }
  pending.set(node, accumulate(before, gradient));
  before.dispose();
  gradient.dispose();
}

const accumulation: Rule = { name: "accumulate", inputs: ["a", "b"], saves: [] };

function accumulate(a: Tensor, b: Tensor): Tensor {
  const { device, shape } = a;
  const handle = device.run.add(shape, handleOf(a), handleOf(b), sameShapeGeometry(a));
  const inputs = [nodeOf(a), nodeOf(b)];
  const recorded = isRecording() && inputs.some((node) => node !== null);
  const node = recorded
    ? new Node(accumulation, inputs, [shape, shape], shape, [], (dy) => [() => dy, () => dy])
    : null;
  const sum = makeTensor(new Storage(device, handle, shape), shape, node);
  watch(() => "accumulate: its output", sum);
  return sum;
}

function sameShapeGeometry({ shape }: Tensor) {
  const strides = stridesOf(shape);
  return { shape, walk: makeWalk(shape, [strides, strides]) };
}

function seed(caller: string, output: Tensor, gradient: Tensor | undefined): Tensor {
  if (gradient === undefined) {
    if (output.size !== 1) {
      throw new GradientError(
        `${caller}: expected a scalar output where no gradient is given; got ${formatShape(output.shape)}`,
      );
    }
    return makeTensor(
      new Storage(output.device, output.device.run.fill(output.shape, { value: 1 }), output.shape),
      output.shape,
    );
  }
  checkArgument(caller, "the gradient", gradient, tensor);
  if (gradient.device !== output.device) {
    throw new DeviceError(`${caller}: expected a gradient on the output's device; got one on ${gradient.device.name}`);
  }
  checkShapeOf(caller, gradient, output.shape);
  return aliasOf(gradient);
}

function runHooks(node: Node, dy: Tensor): Tensor {
  let gradient = dy;
  for (const hook of node.hooks) {
    const replaced = hook(gradient);
    if (!(replaced instanceof Tensor) || replaced === gradient) continue;
    if (!sameShape(replaced.shape, dy.shape)) {
      throw new ShapeError(
        `hook: expected a gradient of shape ${formatShape(dy.shape)}; got ${formatShape(replaced.shape)}`,
      );
    }
    gradient.dispose();
    gradient = aliasOf(replaced);
  }
  return gradient;
}

function storeGrad(node: Node, dy: Tensor): void {
  const before = node.grad;
  if (before === null) node.grad = moveTo(node.scope, aliasOf(dy));
  else if (isRecording()) node.grad = moveTo(node.scope, accumulate(before, dy));
  else {
    update(before, (out) => dy.device.run.add(out, handleOf(before), handleOf(dy), sameShapeGeometry(dy)));
    watch(() => "accumulate: its output", before);
  }
}
