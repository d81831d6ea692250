import { AlexgradError, ShapeError } from "../core/errors.ts";
import { scope } from "../core/scope.ts";
import { formatShape, type Shape, sameShape } from "../core/shape.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../create.ts";
import type { Floats } from "../devices/device.ts";

/** What an optimiser keeps of one parameter: number of steps so far, and buffers of the parameter's shape by name. */
export interface Slot {
  steps: number;
  readonly buffers: ReadonlyMap<string, Tensor>;
}

/** All that a step depends on besides the parameters, their gradients and the options. */
export interface OptimizerState {
  readonly lr: number;
  /** Steps made, by parameter, in the groups' order. */
  readonly steps: readonly number[];
  /** "<index of the parameter>.<name of the buffer>", the names as in PyTorch. */
  readonly buffers: Readonly<Record<string, { readonly shape: Shape; readonly data: Floats }>>;
}

/** A copy of the values, all of the moment of the call. */
export async function readState(lr: number, slots: readonly (Slot | undefined)[]): Promise<OptimizerState> {
  const steps = slots.map((slot) => slot?.steps ?? 0);
  const buffers = slots.flatMap((slot, i) =>
    [...(slot?.buffers ?? [])].map(async ([name, buffer]) => {
      return [`${i}.${name}`, { shape: buffer.shape, data: await buffer.data() }] as const;
    }),
  );
  return { lr, steps, buffers: Object.fromEntries(await Promise.all(buffers)) };
}

/** Fresh slots with a state's values, outside of every scope.
 *  @param params each parameter with the names of its buffers.
 *  @throws AlexgradError if numbers or names differ, ShapeError if shapes do; nothing is left behind then. */
export function restoreSlots(
  who: string,
  params: readonly { readonly w: Tensor; readonly names: readonly string[] }[],
  { steps, buffers }: OptimizerState,
): Slot[] {
  if (steps.length !== params.length) {
    throw new AlexgradError(`${who}: expected ${params.length} parameters; got ${steps.length}`);
  }
  const left = new Map(Object.entries(buffers));
  const restore = (name: string, { shape, device }: Tensor): Tensor => {
    const saved = left.get(name);
    if (saved === undefined) {
      throw new AlexgradError(`${who}: expected a buffer ${name}; got ${Object.keys(buffers).join(", ")}`);
    }
    left.delete(name);
    if (!sameShape(saved.shape, shape)) {
      throw new ShapeError(`${who}: expected ${name} of shape ${formatShape(shape)}; got ${formatShape(saved.shape)}`);
    }
    return tensor(saved.data, shape, { device });
  };
  return scope(() => {
    const slots = params.map(({ w, names }, i): Slot => {
      const used = steps[i] === 0 ? [] : names;
      return { steps: steps[i]!, buffers: new Map(used.map((name) => [name, restore(`${i}.${name}`, w)])) };
    });
    if (left.size > 0) {
      throw new AlexgradError(`${who}: expected no buffers but its own; got ${[...left.keys()].join(", ")}`);
    }
    for (const { buffers } of slots) for (const buffer of buffers.values()) buffer.keep();
    return slots;
  });
}
