import type { Calls, Device, Handle } from "../devices/device.ts";
import { watch } from "./anomaly.ts";
import { isRecording, Node, type Rule } from "./autograd.ts";
import { compositeGradients } from "./composite.ts";
import { describe } from "./describe.ts";
import { ArgumentError, DeviceError, DisposedError, OptionError, ShapeError } from "./errors.ts";
import { checkOptions, type Kinds } from "./options.ts";
import { checkSize, formatShape, type Shape, sameShape, sizeOf } from "./shape.ts";
import { Storage } from "./storage.ts";
import { aliasOf, handleOf, makeTensor, nodeOf, setNode, storageOf, Tensor } from "./tensor.ts";

/** An input's name without the "?" that marks it as optional. */
type Name<I> = I extends `${infer N}?` ? N : I extends string ? I : never;
type Named<I extends readonly string[], T> = {
  readonly [K in I[number] as Name<K>]: K extends `${string}?` ? T | null : T;
};
type Outputs<I extends readonly string[]> = Named<I, Tensor> & { readonly y: Tensor };
export type Saved<I extends readonly string[], S> = Pick<Outputs<I>, Extract<keyof Outputs<I>, S>>;
type Tensors<I extends readonly string[]> = { [K in keyof I]: I[K] extends `${string}?` ? Tensor | null : Tensor };
type OptionsArgument<O> = [O] extends [never] ? [] : Partial<O> extends O ? [options?: O] : [options: O];
/** The kernels, none of which may write over a buffer that is there already. */
type ForwardCalls = {
  readonly [K in keyof Calls]: Calls[K] extends (out: never, ...rest: infer Rest) => Handle
    ? (shape: Shape, ...rest: Rest) => Handle
    : never;
};

interface OpSpec<I extends readonly string[], O, G extends { shape: Shape }, S extends string> {
  readonly name: string;
  /** Names of the tensor inputs, in call order; "bias?" may be null. "y" is the output's name. */
  readonly inputs: I;
  /** The kind of every option: others are refused by name. Left out: `infer` checks them, if there are any. */
  readonly options?: Kinds<NoInfer<O>>;
  /** All validation and all reading of options: shapes and options in, geometry out. */
  infer(shapes: Named<I, Shape>, options: O): G;
  /** Calls one kernel and returns its output, or an input's handle for a view of it. */
  forward(k: ForwardCalls, inputs: Named<I, Handle>, g: G): Handle;
  /** Inputs (by name) and the output ("y") that backward reads. */
  readonly saves?: readonly S[] | undefined;
  /** The gradient of each differentiable input, made of operators. */
  backward?:
    | ((dy: Tensor, saved: Saved<I, S>, g: G) => { readonly [K in Name<I[number]>]?: (() => Tensor) | undefined })
    | undefined;
  /** In place of `backward`: the same function in differentiable operators, for gradients that have a fused kernel.
   *  An input that does not appear in it counts as a constant. */
  composite?(inputs: Named<I, Tensor>, g: G): Tensor;
}

/** An operator: call it with its tensors in order ("bias?" may be null), then its options. It throws ArgumentError for what is
 *  no tensor, DisposedError for one that was disposed, DeviceError for tensors of different devices. */
export type Op<I extends readonly string[], O = never> = (...args: [...Tensors<I>, ...OptionsArgument<O>]) => Tensor;

/** Makes an operator out of its rules. It runs on any device, records itself for gradients when one of its inputs
 *  needs one, and checks that its inputs are tensors of one device.
 *  @param spec its name and inputs; `infer` finds the output's shape, `forward` calls a kernel, `backward` gives gradients.
 *  @returns the operator. It throws what `infer` throws.
 *  @throws ShapeError, DeviceError and OptionError, when it is called, for what does not go together.
 *
 *  @example
 *  ```ts
 *  import { defineOp, type Op, ones } from "alexgrad";
 *
 *  const negate: Op<["x"]> = defineOp({
 *    name: "negate",
 *    inputs: ["x"],
 *    infer: ({ x }) => ({ shape: x }),
 *    forward: (k, { x }, { shape }) => k.neg(shape, x),
 *    backward: (dy) => ({ x: () => negate(dy) }),
 *  });
 *  const x = ones([2], { requiresGrad: true });
 *  negate(x).sum().backward();
 *  console.log(await x.grad?.toArray()); // [ -1, -1 ]
 *  ``` */
export function defineOp<
  const I extends readonly string[],
  O extends object,
  G extends { shape: Shape },
  const S extends string = never,
>(spec: OpSpec<I, O, G, S>): Op<I, O> {
  const names = spec.inputs.map((input) => input.replace("?", ""));
  if (names.includes("y")) throw new ArgumentError(`${spec.name}: "y" names the output and cannot name an input`);
  const rule: Rule = {
    name: spec.name,
    inputs: names,
    saves: spec.composite === undefined ? (spec.saves ?? []) : names,
  };
  const named = <T>(values: readonly (T | null)[]) =>
    Object.fromEntries(names.map((name, i) => [name, values[i]])) as Named<I, T>;

  function call(...args: [...Tensors<I>, ...OptionsArgument<O>]): Tensor {
    const list: readonly unknown[] = args;
    const inputs = spec.inputs.map((input, i) => readInput(spec.name, input, list[i]));
    const options = readOptions(list[names.length]);
    const device = commonDevice(spec.name, inputs);
    const g = spec.infer(named<Shape>(inputs.map((input) => input?.shape ?? null)), options);
    checkSize(spec.name, g.shape);
    const handles = named<Handle>(inputs.map((input) => input && handleOf(input)));
    inputs.forEach((input, i) => {
      if (input !== null) watch(() => `${spec.name}: its input ${names[i]}`, input);
    });
    const handle = spec.forward(device.run, handles, g);
    if (handle.size !== sizeOf(g.shape)) {
      throw new ShapeError(
        `${spec.name}: expected forward to make ${formatShape(g.shape)}; got ${handle.size} elements`,
      );
    }
    const viewed = inputs.find((input) => input && handleOf(input) === handle);
    const y = makeTensor(viewed ? storageOf(viewed).retain() : new Storage(device, handle, g.shape), g.shape);
    watch(() => `${spec.name}: its output`, y);
    if (isRecording() && inputs.some((input) => input?.requiresGrad)) setNode(y, makeNode(y, inputs, g));
    return y;
  }

  function readOptions(options: unknown): O {
    if (options === undefined) return {} as O;
    if (spec.options !== undefined) checkOptions(spec.name, options as O, spec.options);
    else if (typeof options === "object" && (options === null || spec.infer.length < 2)) {
      throw new OptionError(`${spec.name}: expected no options; got ${describe(options)}`);
    }
    return options as O;
  }

  function makeNode(y: Tensor, inputs: readonly (Tensor | null)[], g: G): Node | null {
    const nodes = inputs.map((input) => input && nodeOf(input));
    const inputShapes = inputs.map((input) => input?.shape ?? null);
    const save = (tensor: Tensor | null) => tensor && aliasOf(tensor, false);
    const { composite, backward } = spec;
    if (composite !== undefined) {
      const saved = inputs.map(save);
      const run = (values: readonly (Tensor | null)[]) => composite(named<Tensor>(values), g);
      return new Node(rule, nodes, inputShapes, y.shape, saved, (dy) => {
        let gradients: (Tensor | null)[] | undefined;
        return inputs.map((_, i) => () => {
          gradients ??= compositeGradients(run, saved, dy);
          return gradients[i] ?? null;
        });
      });
    }
    if (backward === undefined) return null;
    const all = { ...named<Tensor>(inputs), y } as Record<string, Tensor | null>;
    const values = rule.saves.map((name) => save(all[name] ?? null));
    const saved = Object.fromEntries(rule.saves.map((name, i) => [name, values[i]]));
    const node = new Node(rule, nodes, inputShapes, y.shape, values, (dy) => {
      const thunks: Record<string, (() => Tensor) | undefined> = backward(dy, saved as Saved<I, S>, g);
      return names.map((name, i) => {
        const thunk = thunks[name];
        return thunk && (() => checkGradient(thunk(), name, inputShapes[i] ?? []));
      });
    });
    if (saved.y) setNode(saved.y, node);
    return node;
  }

  function checkGradient(gradient: Tensor, name: string, shape: Shape): Tensor {
    if (sameShape(gradient.shape, shape)) return gradient;
    throw new ShapeError(
      `${spec.name}: expected its gradient by ${name} of shape ${formatShape(shape)}; got ${formatShape(gradient.shape)}`,
    );
  }

  return call;
}

function present(tensors: readonly (Tensor | null)[]): Tensor[] {
  return tensors.filter((tensor) => tensor !== null);
}

/** @throws ArgumentError unless it is a tensor, or may be left out ("bias?") and is; DisposedError if it was disposed. */
export function readInput(op: string, name: string, value: unknown): Tensor | null {
  if (value instanceof Tensor) {
    if (value.isDisposed)
      throw new DisposedError(
        `${op}: its input ${name.replace("?", "")}, tensor ${formatShape(value.shape)}: it was disposed`,
      );
    return value;
  }
  if (name.endsWith("?") && (value === null || value === undefined)) return null;
  throw new ArgumentError(`${op}: expected ${name.replace("?", "")} to be a tensor; got ${describe(value)}`);
}

function commonDevice(op: string, inputs: readonly (Tensor | null)[]): Device {
  const [first, ...others] = present(inputs);
  const other = others.find((input) => input.device !== first?.device);
  if (first === undefined || other !== undefined) {
    throw new DeviceError(`${op}: expected tensors of one device; got ${place(first)} and ${place(other)}`);
  }
  return first.device;
}

function place(tensor: Tensor | undefined): string {
  return tensor ? `${tensor.device.name} (${tensor.dtype})` : "none";
}
