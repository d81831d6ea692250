/// <reference lib="esnext.disposable" preserve="true" />

import type { Device, DType, Floats, Handle, Output } from "../devices/device.ts";
import { type Hook, leafNode, type Node } from "./autograd.ts";
import { describe } from "./describe.ts";
import { ArgumentError, DeviceError, DisposedError, GradientError, ShapeError } from "./errors.ts";
import { boolean, callback, record } from "./kinds.ts";
import { currentScope, moveTo, scopeOf } from "./lifetime.ts";
import { type NestedNumbers, nest } from "./nested.ts";
import { checkArgument, checkOptions } from "./options.ts";
import { printTensor } from "./printTensor.ts";
import { formatShape, type Shape, sameShape, sizeOf } from "./shape.ts";
import { Storage } from "./storage.ts";

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
  /** Where its values are. */
  readonly device: Device;
  /** Sizes, outermost first; [] for a scalar. */
  readonly shape: Shape;
  /** The step that made this tensor, for gradients; null if it needs none. */
  node: Node | null;
  #storage: Storage | null;

  /** @param storage the buffer with its values.
   *  @param shape sizes, outermost first; [] for a scalar.
   *  @param node the step that made it, for gradients. Default: null.
   *  @param scoped whether the scope around may free it. Default: true. */
  constructor(storage: Storage, shape: Shape, node: Node | null = null, scoped = true) {
    if (!(storage instanceof Storage) || !Array.isArray(shape)) {
      throw new ArgumentError(
        `Tensor: expected a Storage and a shape; got ${describe(storage)} and ${describe(shape)}`,
      );
    }
    this.device = storage.device;
    this.shape = [...shape];
    this.node = node;
    this.#storage = storage;
    collected.register(this, storage, this);
    if (scoped) currentScope()?.tensors.add(this);
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

  /** The buffer that it shares with its aliases. @throws DisposedError once the tensor is disposed. */
  get storage(): Storage {
    if (this.#storage === null) throw new DisposedError(`tensor ${formatShape(this.shape)}: it was disposed`);
    return this.#storage;
  }

  /** The buffer, for kernels. @throws DisposedError once the tensor is disposed. */
  get handle(): Handle {
    return this.storage.handle;
  }

  /** Whether its memory was given back. */
  get isDisposed(): boolean {
    return this.#storage === null;
  }

  /** Whether gradients flow to it. */
  get requiresGrad(): boolean {
    return this.node !== null;
  }

  /** Freezes or frees a parameter. @throws GradientError on a result of operators: use `detach`. */
  set requiresGrad(value: boolean) {
    checkArgument("requiresGrad", "the value", value, boolean);
    if (this.node !== null && !this.node.isLeaf) {
      throw new GradientError(
        "requiresGrad: expected a tensor made by the user; got a result of operators, use detach()",
      );
    }
    if (!value) this.zeroGrad();
    this.node = value ? (this.node ?? leafNode(scopeOf(this))) : null;
  }

  /** What `backward` accumulated: for tensors made with `requiresGrad`, and after `retainGrad`. */
  get grad(): Tensor | null {
    return this.node?.grad ?? null;
  }

  /** Makes `backward` store the gradient of a result of operators too.
   *  @throws GradientError if it requires none. */
  retainGrad(): this {
    this.#needNode("retainGrad").retainsGrad = true;
    return this;
  }

  /** Forgets and frees the accumulated gradient. */
  zeroGrad(): void {
    if (this.node === null) return;
    this.node.grad?.dispose();
    this.node.grad = null;
  }

  /** Calls `hook` with this tensor's gradient in each backward pass. Returns a function that removes the hook.
   *  @throws GradientError if it requires none. */
  registerHook(hook: Hook): () => void {
    checkArgument("registerHook", "hook", hook, callback());
    const { hooks } = this.#needNode("registerHook");
    hooks.add(hook);
    return () => hooks.delete(hook);
  }

  /** The same values as another tensor, at the same place in the graph.
   *  @throws OptionError for an unknown option. */
  alias(options: { scoped?: boolean } = {}): Tensor {
    checkOptions("alias", options, { scoped: boolean });
    return new Tensor(this.storage.retain(), this.shape, this.node, options.scoped);
  }

  /** The same values, cut off from the graph. */
  detach(): Tensor {
    return new Tensor(this.storage.retain(), this.shape);
  }

  /** Puts new values under this tensor: what an optimizer does to a parameter. The graph of earlier results keeps the
   *  old ones. `update` gets the output to write to: the tensor's own buffer, donated, where nobody else needs it.
   *  @throws ShapeError if what `compute` returns has another size. */
  update(compute: (out: Output) => Handle): void {
    checkArgument("update", "compute", compute, callback());
    const old = this.storage;
    const donates = !old.isShared;
    const handle = compute(donates ? { donated: old.handle } : this.shape);
    checkArgument("update", "the result of compute", handle, record);
    if (handle.size !== this.size) {
      throw new ShapeError(`update: expected ${this.size} elements for ${formatShape(this.shape)}; got ${handle.size}`);
    }
    if (donates) old.giveUp();
    else old.release();
    this.#hold(new Storage(this.device, handle, this.shape));
  }

  /** Takes the values of another tensor without copying them, such as those that an alias has kept from before an `update`.
   *  @throws ArgumentError unless it has this tensor's shape and device. */
  restore(alias: Tensor): void {
    if (!(alias instanceof Tensor) || alias.device !== this.device || !sameShape(alias.shape, this.shape)) {
      throw new ArgumentError(
        `restore: expected a tensor of shape ${formatShape(this.shape)} on ${this.device.name}; got ${describe(alias)}`,
      );
    }
    const storage = alias.storage.retain();
    this.storage.release();
    this.#hold(storage);
  }

  /** A copy of the values, row-major, once they are computed. @throws DeviceError if computing them failed. */
  async data(): Promise<Floats> {
    return this.device.read(this.handle);
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

  #hold(storage: Storage): void {
    collected.unregister(this);
    this.#storage = storage;
    collected.register(this, storage, this);
  }

  #peek(): Floats | null {
    try {
      return this.device.peek?.(this.handle) ?? null;
    } catch (error) {
      if (error instanceof DeviceError) return null;
      throw error;
    }
  }

  #needNode(what: string): Node {
    if (this.node === null) throw new GradientError(`${what}: expected a tensor that requires a gradient`);
    return this.node;
  }
}
