import { AlexgradError } from "../core/errors.ts";
import { iterable, number, numbers } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkNumber, checkOptions, type Kind, type Kinds } from "../core/options.ts";
import { matchState, readState, type State, stateKind } from "../core/state.ts";
import { Tensor } from "../core/tensor.ts";
import { tensor } from "../core/tensorKinds.ts";
import { assign } from "../core/update.ts";
import { full } from "../create.ts";

/** Parameters that share settings; what is left out is as in the optimizer's own options. */
export type ParameterGroup<O> = Partial<O> & {
  readonly params: Iterable<Tensor>;
  /** The group steps with this times the optimizer's learning rate. Default: 1. */
  readonly lrScale?: number;
};

const groupKinds: Kinds<ParameterGroup<object>> = { params: iterable as Kind<Iterable<Tensor>>, lrScale: number };

/** A group with every setting filled in. Settings may be changed between steps. */
export type Group<O> = O & { readonly params: readonly Tensor[]; lrScale: number };

/** What is kept of one parameter: number of steps so far, and buffers of the parameter's shape by name. */
interface Slot {
  steps: number;
  readonly buffers: ReadonlyMap<string, Tensor>;
}

/** All that a step depends on besides the parameters, their gradients and the options. */
export interface OptimizerState {
  readonly lr: number;
  /** Steps made, by parameter, in the groups' order. */
  readonly steps: readonly number[];
  /** "<index of the parameter>.<name of the buffer>", the names as in PyTorch. */
  readonly buffers: State;
}

const stateKinds: Kinds<OptimizerState> = { lr: number, steps: numbers, buffers: stateKind };

/** One parameter's turn in a step: w, its gradient, its buffers by name, the rate, and which step this is, from 1. */
export interface Turn {
  readonly w: Tensor;
  readonly grad: Tensor;
  readonly buffers: ReadonlyMap<string, Tensor>;
  readonly lr: number;
  readonly step: number;
}

/** What changes parameters by their gradients: the base of all optimizers, and of your own. A subclass says by `update` how:
 *  it puts new values under a parameter with `copyFrom`. Nothing is recorded and no tensor is left behind but the buffers, which live on each parameter's device
 *  until `dispose`.
 *
 *  @example
 *  ```ts
 *  import { Optimizer, tensor, type Turn } from "alexgrad";
 *
 *  class Descent extends Optimizer {
 *    protected override initialBuffers() {
 *      return {};
 *    }
 *
 *    protected override update({ w, grad, lr }: Turn) {
 *      w.copyFrom(w.sub(grad.mul(lr)));
 *    }
 *  }
 *
 *  const w = tensor([1, 2], { requiresGrad: true });
 *  w.sum().backward();
 *  new Descent([w], 0.5, {}).step();
 *  console.log(await w.toArray()); // [ 0.5, 1.5 ]
 *  ``` */
export abstract class Optimizer<O extends object = object> implements Disposable {
  /** Base learning rate: what schedules set. A group steps with lr · lrScale. */
  lr: number;
  /** Every group with all its settings, which may be changed between steps. */
  readonly groups: readonly Group<O>[];
  readonly #slots = new Map<Tensor, Slot>();

  /** Takes over the parameters.
   *  @param params tensors, or groups of them with settings of their own.
   *  @param lr the learning rate, ≥ 0.
   *  @param kinds what each setting may be: others are refused by name. Default: any are taken.
   *  @throws AlexgradError if there is no parameter or one comes twice, OptionError if a rate is negative. */
  constructor(params: Iterable<Tensor> | Iterable<ParameterGroup<O>>, lr: number, options: O, kinds?: Kinds<O>) {
    const who = this.constructor.name;
    checkArgument(who, "params", params, iterable);
    if (kinds !== undefined) checkOptions(who, options, kinds);
    const tensors: Tensor[] = [];
    const groups: ParameterGroup<object>[] = [];
    for (const entry of params) {
      if (entry instanceof Tensor) tensors.push(entry);
      else {
        checkArgument(who, "each group's params", entry?.params, iterable);
        if (kinds !== undefined) checkOptions<ParameterGroup<object>>(who, entry, { ...kinds, ...groupKinds });
        groups.push(entry);
      }
    }
    if (tensors.length > 0) groups.push({ params: tensors });
    this.lr = lr;
    this.groups = groups.map((group) => ({ lrScale: 1, ...options, ...group, params: [...group.params] }));
    checkNumber(who, "lr", lr, 0);
    for (const { lrScale } of this.groups) checkNumber(who, "lrScale", lrScale, 0);
    const all = this.#params();
    for (const [i, w] of all.entries()) checkArgument(who, `parameter ${i}`, w, tensor);
    if (all.length === 0 || new Set(all).size !== all.length) {
      throw new AlexgradError(`${who}: expected each parameter once; got ${all.length} parameters`);
    }
  }

  /** The buffers that a parameter of this group needs, and the value they start with. */
  protected abstract initialBuffers(group: Group<O>): Readonly<Record<string, number>>;

  /** Changes one parameter. */
  protected abstract update(turn: Turn, group: Group<O>): void;

  /** Changes every parameter that has a gradient. */
  step(): void {
    for (const group of this.groups) {
      for (const w of group.params) {
        if (w.grad === null) continue;
        const slot = this.#slots.get(w) ?? this.#addSlot(w, group);
        const { buffers } = slot;
        this.update({ w, grad: w.grad, buffers, lr: this.lr * group.lrScale, step: ++slot.steps }, group);
      }
    }
  }

  /** Frees every parameter's gradient. */
  zeroGrad(): void {
    for (const w of this.#params()) w.zeroGrad();
  }

  /** A copy of what a resumed training needs. */
  async state(): Promise<OptimizerState> {
    const { lr } = this;
    const slots = this.#params().map((w) => this.#slots.get(w));
    const steps = slots.map((slot) => slot?.steps ?? 0);
    const buffers = slots.flatMap((slot, i) =>
      [...(slot?.buffers ?? [])].map(([name, t]) => [`${i}.${name}`, t] as const),
    );
    return { lr, steps, buffers: await readState(new Map(buffers)) };
  }

  /** Continues from a state. All of it is checked first: nothing is half loaded.
   *  @throws AlexgradError if it is of other parameters or another optimizer, ShapeError if shapes differ, OptionError if a
   *  number is out of range. */
  load(state: OptimizerState): void {
    const who = `${this.constructor.name}.load`;
    checkOptions(who, state, stateKinds);
    const { lr, steps, buffers } = state;
    checkArgument(who, "steps", steps, stateKinds.steps);
    const all = this.groups.flatMap((group) => group.params.map((w) => ({ w, group })));
    if (steps.length !== all.length) {
      throw new AlexgradError(`${who}: expected ${all.length} parameters; got ${steps.length}`);
    }
    checkNumber(who, "lr", lr, 0);
    for (const count of steps) checkInteger(who, "steps", count, 0);
    const used = all.map((entry, i) => ({ ...entry, i, steps: steps[i] })).filter((entry) => entry.steps > 0);
    const shapes = used.flatMap(({ w, group, i }) =>
      Object.keys(this.initialBuffers(group)).map((name) => [`${i}.${name}`, w.shape] as const),
    );
    const { values } = matchState(who, new Map(shapes), buffers, { strict: true });
    this.dispose();
    this.lr = lr;
    for (const { w, group, i, steps } of used) {
      const slot = this.#addSlot(w, group);
      slot.steps = steps;
      for (const [name, buffer] of slot.buffers) assign(buffer, values.get(`${i}.${name}`)!);
    }
  }

  /** Frees the buffers. The parameters stay. */
  dispose(): void {
    for (const { buffers } of this.#slots.values()) for (const buffer of buffers.values()) buffer.dispose();
    this.#slots.clear();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #params(): Tensor[] {
    return this.groups.flatMap(({ params }) => params);
  }

  #addSlot(w: Tensor, group: Group<O>): Slot {
    const made = Object.entries(this.initialBuffers(group)).map(([name, value]) => {
      return [name, full(w.shape, value, { device: w.device }).keep()] as const;
    });
    const slot = { steps: 0, buffers: new Map(made) };
    this.#slots.set(w, slot);
    return slot;
  }
}
