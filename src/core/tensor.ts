/// <reference lib="esnext.disposable" preserve="true" />

import type { Device, DType, Floats, Handle } from "../devices/device.ts";
import { type Hook, leafNode, type Node } from "./autograd.ts";
import { describe } from "./describe.ts";
import { ArgumentError, DeviceError, DisposedError, GradientError, ShapeError } from "./errors.ts";
import { boolean, callback } from "./kinds.ts";
import { currentScope, moveTo, scopeOf, setNodeOf } from "./lifetime.ts";
import { type NestedNumbers, nest } from "./nested.ts";
import { checkArgument } from "./options.ts";
import { printTensor } from "./printTensor.ts";
import { formatShape, type Shape, sameShape, sizeOf } from "./shape.ts";
import { Storage } from "./storage.ts";

// What only the library does with a tensor: private to the class, which sets these, so that users neither see nor write it.

/** @param scoped whether the scope around may free it. Default true. */
export let makeTensor: (storage: Storage, shape: Shape, node?: Node | null, scoped?: boolean) => Tensor;
/** The step that made a tensor, for gradients; null if it needs none. */
export let nodeOf: (tensor: Tensor) => Node | null;
export let setNode: (tensor: Tensor, node: Node | null) => void;
/** @throws DisposedError once the tensor is disposed. */
export let storageOf: (tensor: Tensor) => Storage;
/** Puts another storage under a tensor, perhaps of another device; its own is left as it is. */
export let setStorage: (tensor: Tensor, storage: Storage) => void;

export function handleOf(tensor: Tensor): Handle {
  return storageOf(tensor).handle;
}

/** The same values, at the same place in the graph. */
export function aliasOf(tensor: Tensor, scoped = true): Tensor {
  return makeTensor(storageOf(tensor).retain(), tensor.shape, nodeOf(tensor), scoped);
}

const collected = new FinalizationRegistry<Storage>((storage) => storage.release());

/** A multi-dimensional array of floats on a device, and its place in the graph that gradients flow back through.
 *  Its values may still be on their way: only `data` and `item` wait for them. Functions such as `tensor` and `randn` make it.
 *
 *  @example
 *  ```ts
 *  import { tensor } from "alexgrad";
 *
 *  const x = tensor([[1, 2], [3, 4]], { requiresGrad: true });
 *  x.mul(x).sum().backward();
 *  console.log(x.shape, await x.grad?.toArray()); // [ 2, 2 ] [ [ 2, 4 ], [ 6, 8 ] ]
 *  ``` */
export class Tensor implements Disposable {
  /** Sizes, outermost first; [] for a scalar. */
  readonly shape: Shape;
  #device: Device;
  #node: Node | null;
  #storage: Storage | null;

  static {
    makeTensor = (storage, shape, node, scoped) => new Tensor(storage, shape, node, scoped);
    nodeOf = (tensor) => tensor.#node;
    setNode = (tensor, node) => {
      tensor.#node = node;
    };
    storageOf = (tensor) => tensor.#held();
    setStorage = (tensor, storage) => tensor.#hold(storage);
    setNodeOf((scoped) => (#node in scoped ? scoped.#node : null));
  }

  private constructor(storage: Storage, shape: Shape, node: Node | null = null, scoped = true) {
    if (!(storage instanceof Storage)) {
      throw new ArgumentError(`Tensor: expected tensor(), zeros() or the like to make it; got ${describe(storage)}`);
    }
    this.#device = storage.device;
    this.shape = [...shape];
    this.#node = node;
    this.#storage = storage;
    collected.register(this, storage, this);
    if (scoped) currentScope()?.tensors.add(this);
  }

  /** Where its values are. */
  get device(): Device {
    return this.#device;
  }

  /** How many axes it has. */
  get rank(): number {
    return this.shape.length;
  }

  /** How many elements it has. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** What its elements are: the device decides. */
  get dtype(): DType {
    return this.device.dtype;
  }

  /** Whether its memory was given back. */
  get isDisposed(): boolean {
    return this.#storage === null;
  }

  /** Whether gradients flow to it. */
  get requiresGrad(): boolean {
    return this.#node !== null;
  }

  /** Freezes or frees a parameter. @throws GradientError on a result of operators: use `detach`. */
  set requiresGrad(value: boolean) {
    checkArgument("requiresGrad", "the value", value, boolean);
    if (this.#node !== null && !this.#node.isLeaf) {
      throw new GradientError(
        "requiresGrad: expected a tensor made by the user; got a result of operators, use detach()",
      );
    }
    if (!value) this.zeroGrad();
    this.#node = value ? (this.#node ?? leafNode(this.shape, scopeOf(this))) : null;
  }

  /** What `backward` accumulated: for tensors made with `requiresGrad`, and after `retainGrad`. */
  get grad(): Tensor | null {
    return this.#node?.grad ?? null;
  }

  /** Makes `backward` store the gradient of a result of operators too.
   *  @throws GradientError if it requires none. */
  retainGrad(): this {
    this.#needNode("retainGrad").retainsGrad = true;
    return this;
  }

  /** Forgets and frees the accumulated gradient. */
  zeroGrad(): void {
    if (this.#node === null) return;
    this.#node.grad?.dispose();
    this.#node.grad = null;
  }

  /** Calls `hook` with this tensor's gradient in each backward pass. Returns a function that removes the hook.
   *  @throws GradientError if it requires none. */
  registerHook(hook: Hook): () => void {
    checkArgument("registerHook", "hook", hook, callback());
    const { hooks } = this.#needNode("registerHook");
    hooks.add(hook);
    return () => hooks.delete(hook);
  }

  /** The same values, cut off from the graph. */
  detach(): Tensor {
    return new Tensor(this.#held().retain(), this.shape);
  }

  /** Takes the values of another tensor, without copying them, as an optimizer of one's own does:
   *
   *      w.copyFrom(w.sub(w.grad.mul(0.1)));
   *
   *  Nothing is recorded, and the graph of earlier results keeps the old values.
   *  @throws ArgumentError unless it has this tensor's shape and device. */
  copyFrom(other: Tensor): this {
    if (!(other instanceof Tensor) || other.device !== this.device || !sameShape(other.shape, this.shape)) {
      throw new ArgumentError(
        `copyFrom: expected a tensor of shape ${formatShape(this.shape)} on ${this.device.name}; got ${describe(other)}`,
      );
    }
    const storage = other.#held().retain();
    this.#held().release();
    this.#hold(storage);
    return this;
  }

  /** A copy of the values, row-major, once they are computed. @throws DeviceError if computing them failed. */
  async data(): Promise<Floats> {
    return this.device.read(handleOf(this));
  }

  /** The value of a tensor with one element.
   *  @throws ShapeError if it has more; DeviceError if computing it failed. */
  async item(): Promise<number> {
    if (this.size !== 1) throw new ShapeError(`item: expected one element; got shape ${formatShape(this.shape)}`);
    return (await this.data())[0];
  }

  /** The values as nested arrays, which JSON can hold; a number where there are no axes.
   *  @throws DeviceError if computing them failed. */
  async toArray(): Promise<NestedNumbers> {
    return nest(await this.data(), this.shape);
  }

  /** Prints what `toString` would say, and waits for the values first.
   *  @throws DeviceError if computing them failed. */
  async print(): Promise<void> {
    console.log(printTensor(this, await this.data()));
  }

  /** Gives the memory back now instead of whenever the garbage collector comes by. */
  dispose(): void {
    if (this.#storage === null) return;
    collected.unregister(this);
    currentScope()?.tensors.delete(this);
    this.#storage.release();
    this.#storage = null;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Takes the tensor out of every scope. */
  keep(): this {
    return moveTo(null, this);
  }

  /** Shape, dtype, device and the numbers, as PyTorch prints them: the edges of more than 1000. Where they would have to be
   *  waited for, as on a GPU, it says what to call instead. */
  toString(): string {
    return printTensor(
      this,
      this.isDisposed ? "disposed" : (this.#peek() ?? "not read yet: await t.print() shows its values"),
    );
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  #held(): Storage {
    if (this.#storage === null) throw new DisposedError(`tensor ${formatShape(this.shape)}: it was disposed`);
    return this.#storage;
  }

  #hold(storage: Storage): void {
    collected.unregister(this);
    this.#device = storage.device;
    this.#storage = storage;
    collected.register(this, storage, this);
  }

  #peek(): Floats | null {
    try {
      return this.device.peek?.(handleOf(this)) ?? null;
    } catch (error) {
      if (error instanceof DeviceError) return null;
      throw error;
    }
  }

  #needNode(what: string): Node {
    if (this.#node === null) throw new GradientError(`${what}: expected a tensor that requires a gradient`);
    return this.#node;
  }
}
