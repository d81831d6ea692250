import { describe } from "../core/describe.ts";
import { deviceKind } from "../core/deviceKind.ts";
import { AlexgradError, OptionError } from "../core/errors.ts";
import { boolean, callback, instanceOf, text } from "../core/kinds.ts";
import { checkArgument, checkOptions, type Kinds } from "../core/options.ts";
import { defaultRng, type Rng } from "../core/rng.ts";
import { formatCount, ruledTable } from "../core/ruledTable.ts";
import { checkShape, type Shape } from "../core/shape.ts";
import { type LoadReport, matchState, type NamedState, readState, type State } from "../core/state.ts";
import type { Tensor } from "../core/tensor.ts";
import { rng as stream, tensor as tensorKind } from "../core/tensorKinds.ts";
import { move } from "../core/to.ts";
import { assign } from "../core/update.ts";
import { full, tensor, zeros } from "../create.ts";
import { defaultDevice } from "../devices/default.ts";
import type { Device } from "../devices/device.ts";
import type { Initializer } from "./init.ts";

/** Sees what went into a module and what came out; what it returns takes the output's place. */
export type ForwardHook = (module: Module, input: Tensor, output: Tensor) => Tensor | undefined;

/** Where parameters live, and how they start. */
export interface ParameterOptions {
  /** Where parameters live. Default: `defaultDevice()`. */
  readonly device?: Device;
  /** What initial values are drawn from, in order of construction. Default: the stream that `manualSeed` sets. */
  readonly rng?: Rng;
  /** Whether to leave initial values undrawn, for `load` to fill or `initialize` to draw; a layer that is run before says so.
   *  Default: false. */
  readonly skipInit?: boolean;
}

export const parameterOptions: Kinds<ParameterOptions> = { device: deviceKind, rng: stream, skipInit: boolean };

/** A function of one tensor with parameters, or a tree of such. A subclass makes its parameters, buffers and children
 *  with the methods of these names, and defines `forward`. They live outside of every scope, until `dispose`.
 *  Names are PyTorch's, joined by dots: "features.0.weight".
 *
 *  @example
 *  ```ts
 *  import { Linear, Module, ones, type Tensor } from "alexgrad";
 *
 *  class Residual extends Module {
 *    readonly inner = this.child("inner", new Linear(3, 3));
 *    override forward(x: Tensor): Tensor {
 *      return x.add(this.inner.forward(x));
 *    }
 *  }
 *  const model = new Residual();
 *  console.log([...model.namedParameters().keys()]); // [ 'inner.weight', 'inner.bias' ]
 *  console.log(model.forward(ones([2, 3])).shape); // [ 2, 3 ]
 *  ``` */
export abstract class Module implements Disposable {
  readonly #parameters = new Map<string, Tensor>();
  readonly #buffers = new Map<string, Tensor>();
  readonly #children = new Map<string, Module>();
  readonly #hooks = new Set<ForwardHook>();
  /** Parameters without values, and what draws them. */
  readonly #undrawn = new Map<string, () => void>();
  #training = true;
  #frozen = false;

  /** Names in PyTorch's states that this module has no use for: `load` passes over them. */
  protected readonly unused: readonly string[] = [];

  /** Takes nothing: options are the subclass's.
   *  @param none what a layer without options was given.
   *  @throws OptionError if that is anything. */
  constructor(...none: readonly never[]) {
    if (none.length > 0)
      throw new OptionError(`${this.constructor.name}: expected no options; got ${describe(none[0])}`);
    const { forward } = this;
    Object.defineProperty(this, "forward", { value: (x: Tensor) => this.#run(forward, x) });
  }

  /** What the module does, as a subclass defines it. To call it checks that x is a tensor and that the parameters have
   *  values, and runs the hooks on what comes out; `super.forward` is the parent's definition alone. */
  abstract forward(x: Tensor): Tensor;

  #run(forward: (x: Tensor) => Tensor, x: Tensor): Tensor {
    checkArgument(this.constructor.name, "x", x, tensorKind);
    this.#checkDrawn("");
    checkArgument(this.constructor.name, "forward", forward, callback());
    let y = forward.call(this, x);
    checkArgument(this.constructor.name, "what forward returns", y, tensorKind);
    for (const hook of this.#hooks) {
      y = hook(this, x, y) ?? y;
      checkArgument(this.constructor.name, "what a forward hook returns", y, tensorKind);
    }
    return y;
  }

  /** Calls `hook` after each forward pass of this module. Returns a function that removes the hook. */
  registerForwardHook(hook: ForwardHook): () => void {
    checkArgument(`${this.constructor.name}.registerForwardHook`, "hook", hook, callback());
    this.#hooks.add(hook);
    return () => this.#hooks.delete(hook);
  }

  /** Whether dropout drops and batch normalization uses the batch's statistics. Default true. */
  get training(): boolean {
    return this.#training;
  }

  /** Switches this module and all below it to training, or back. */
  train(on = true): this {
    checkArgument(`${this.constructor.name}.train`, "on", on, boolean);
    for (const module of this.namedModules().values()) module.#training = on;
    return this;
  }

  /** Switches this module and all below it to evaluation. */
  eval(): this {
    return this.train(false);
  }

  /** Whether `freeze` was called. */
  get frozen(): boolean {
    return this.#frozen;
  }

  /** Keeps this module and all below it as they are: parameters get no gradient, so that neither a backward pass nor an
   *  optimizer spends time on them, and batch normalization uses its running statistics, in training too, and keeps them.
   *  Dropout still drops. `freeze(false)` has all of it trained again. */
  freeze(on = true): this {
    checkArgument(`${this.constructor.name}.freeze`, "on", on, boolean);
    for (const module of this.namedModules().values()) {
      module.#frozen = on;
      for (const parameter of module.#parameters.values()) parameter.requiresGrad = !on;
    }
    return this;
  }

  /** Moves the parameters, their gradients and the buffers of this module and all below it to a device. It returns at once.
   *  The tensors stay the same, so that an optimizer made before has them; to be called before its first step, since what it
   *  keeps of each parameter stays where it was. */
  to(device: Device): this {
    checkArgument(`${this.constructor.name}.to`, "device", device, deviceKind);
    for (const tensor of new Set(this.#stateful().values())) move(tensor, device);
    return this;
  }

  /** The modules right below this one, by name. */
  get children(): ReadonlyMap<string, Module> {
    return this.#children;
  }

  /** This module (named `prefix`) and all below it, parents first. */
  namedModules(prefix = ""): Map<string, Module> {
    checkArgument(this.constructor.name, "prefix", prefix, text);
    const below = [...this.#children].flatMap(([name, child]) => [...child.namedModules(join(prefix, name))]);
    return new Map([[prefix, this], ...below]);
  }

  /** What training changes, frozen or not. */
  namedParameters(prefix = ""): Map<string, Tensor> {
    return this.#named(prefix, (module) => module.#parameters);
  }

  /** Each parameter once. */
  parameters(): Tensor[] {
    return [...new Set(this.namedParameters().values())];
  }

  /** What is no parameter but belongs to the state: running statistics. */
  namedBuffers(prefix = ""): Map<string, Tensor> {
    return this.#named(prefix, (module) => module.#buffers);
  }

  /** A copy of all parameters and buffers by name, as `load` takes it. */
  async state(): Promise<State> {
    for (const [path, module] of this.namedModules()) module.#checkDrawn(path);
    return readState(this.#stateful());
  }

  /** Takes parameters and buffers over from a state, such as `(await loadSafetensors(file)).tensors`. All of it is checked
   *  first: nothing is half loaded. `num_batches_tracked` of batch normalization is passed over.
   *  @param options.strict whether names and shapes must be the same on both sides, else what fits is loaded. Default: true.
   *  @returns what did not fit.
   *  @throws AlexgradError if names differ, ShapeError if only shapes do; OptionError for an unknown option. */
  load(state: NamedState, options: { strict?: boolean } = {}): LoadReport {
    const who = `${this.constructor.name}.load`;
    checkOptions(who, options, { strict: boolean });
    const { strict = true } = options;
    const modules = [...this.namedModules()];
    const own = this.#stateful();
    const shapes = new Map([...own].map(([name, { shape }]) => [name, shape]));
    const ignored = new Set(modules.flatMap(([path, module]) => module.unused.map((name) => join(path, name))));
    const { values, report } = matchState(who, shapes, state, { strict, ignored });
    for (const [name, data] of values) assign(own.get(name)!, data);
    for (const [path, module] of modules) {
      for (const name of module.#undrawn.keys()) if (values.has(join(path, name))) module.#undrawn.delete(name);
    }
    return report;
  }

  /** Draws the values that `skipInit` left out and `load` has not filled since. */
  initialize(): this {
    for (const module of this.namedModules().values()) {
      for (const draw of module.#undrawn.values()) draw();
      module.#undrawn.clear();
    }
    return this;
  }

  /** Frees parameters, their gradients, and buffers, of this module and all below it. */
  dispose(): void {
    for (const tensor of this.#stateful().values()) {
      tensor.zeroGrad();
      tensor.dispose();
    }
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The layers below, with their options and parameters; of a single layer its line. */
  toString(): string {
    const kindOf = (module: Module) => [module.constructor.name, module.details()].join(" ").trimEnd();
    const shapes = (module: Module) => {
      return [...module.#parameters].map(([name, { shape }]) => `${name} ${shape.join("×")}`).join(" ");
    };
    const count = (tensors: Iterable<Tensor>) => [...tensors].reduce((sum, { size }) => sum + size, 0);
    if (this.#children.size === 0) return `${kindOf(this)}  ${shapes(this)}`.trimEnd();
    const layers = [...this.namedModules()].filter(([, module]) => {
      return module.#children.size === 0 || module.#parameters.size > 0;
    });
    const rows = layers.map(([name, module]) => {
      return [name, kindOf(module), shapes(module), formatCount(count(module.#parameters.values()))];
    });
    const all = this.parameters();
    const frozen = count(all.filter((parameter) => !parameter.requiresGrad));
    const total = ["total", "", frozen === 0 ? "" : `${formatCount(frozen)} of them frozen`, formatCount(count(all))];
    return `${kindOf(this)}\n${ruledTable(["layer", "kind", "parameters", "count"], rows, total, 3)}`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** What `toString` says of this module's options: those that are not as usual. */
  protected details(): string {
    return "";
  }

  /** Makes and registers a parameter. @throws ShapeError if a dimension is no whole number ≥ 1. */
  protected parameter(name: string, shape: Shape, init: Initializer, options: ParameterOptions): Tensor {
    const who = `${this.constructor.name}.${name}`;
    checkShape(who, shape);
    checkArgument(who, "its initializer", init, callback());
    const { device = defaultDevice(), rng = defaultRng(), skipInit = false } = options;
    const made = skipInit
      ? zeros(shape, { device, requiresGrad: true }).keep()
      : tensor(init(shape, rng), shape, { device, requiresGrad: true }).keep();
    if (skipInit) this.#undrawn.set(name, () => assign(made, init(shape, rng)));
    this.#register(this.#parameters, name, made);
    return made;
  }

  /** Makes and registers a buffer. */
  protected buffer(name: string, shape: Shape, value: number, options: ParameterOptions): Tensor {
    const made = full(shape, value, { device: options.device ?? defaultDevice() }).keep();
    this.#register(this.#buffers, name, made);
    return made;
  }

  /** Registers a module that this one is made of. */
  protected child<M extends Module>(name: string, module: M): M {
    checkArgument(this.constructor.name, `the module "${name}"`, module, moduleKind);
    this.#register(this.#children, name, module);
    return module;
  }

  #register<T>(where: Map<string, T>, name: string, value: T): void {
    const taken = [this.#parameters, this.#buffers, this.#children].some((names) => names.has(name));
    if (taken || name === "" || name.includes(".")) {
      throw new OptionError(`${this.constructor.name}: expected a new name without dots; got "${name}"`);
    }
    where.set(name, value);
  }

  #checkDrawn(path: string): void {
    const [name] = this.#undrawn.keys();
    if (name === undefined) return;
    throw new AlexgradError(
      `${this.constructor.name}: expected ${join(path, name)} to have values; it was made with skipInit: load it, or call initialize()`,
    );
  }

  #stateful(): Map<string, Tensor> {
    return this.#named("", (module) => new Map([...module.#parameters, ...module.#buffers]));
  }

  #named(prefix: string, own: (module: Module) => Map<string, Tensor>): Map<string, Tensor> {
    const modules = [...this.namedModules(prefix)];
    return new Map(modules.flatMap(([path, module]) => [...own(module)].map(([name, t]) => [join(path, name), t])));
  }
}

export const moduleKind = instanceOf("a module", Module);

function join(prefix: string, name: string): string {
  return prefix === "" ? name : `${prefix}.${name}`;
}
