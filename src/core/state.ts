import type { Floats } from "../devices/device.ts";
import { AlexgradError, ShapeError } from "./errors.ts";
import { kind, shape as shapeKind } from "./kinds.ts";
import { checkArgument } from "./options.ts";
import { formatShape, type Shape, sameShape, sizeOf } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** Named tensors' values on the host, row-major: what a checkpoint holds. */
export type State = Readonly<Record<string, Entry>>;

interface Entry {
  readonly shape: Shape;
  readonly data: Floats;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null || !("shape" in value) || !("data" in value)) return false;
  return shapeKind.accepts(value.shape) && (value.data instanceof Float32Array || value.data instanceof Float64Array);
}

export const stateKind = kind("a record of { shape, data: Float32Array or Float64Array }", (value): value is State => {
  return typeof value === "object" && value !== null && Object.values(value).every(isEntry);
});

/** A copy of the values, all of the moment of the call. */
export async function readState(tensors: ReadonlyMap<string, Tensor>): Promise<State> {
  const entries = [...tensors].map(async ([name, tensor]) => {
    return [name, { shape: tensor.shape, data: await tensor.data() }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Compares a state with the shapes it is meant for.
 *  @throws AlexgradError if names are missing or unknown (where `strict`), ShapeError if a shape differs or data does not
 *  fill it. */
export function checkState(who: string, shapes: ReadonlyMap<string, Shape>, state: State, strict: boolean): void {
  checkArgument(who, "the state", state, stateKind);
  const given = new Map(Object.entries(state));
  const missing = [...shapes.keys()].filter((name) => !given.has(name));
  const unknown = [...given.keys()].filter((name) => !shapes.has(name));
  if (strict && missing.length + unknown.length > 0) {
    throw new AlexgradError(
      `${who}: expected the ${shapes.size} names it has itself; missing: ${list(missing)}; unknown: ${list(unknown)}`,
    );
  }
  for (const [name, { shape, data }] of given) {
    const own = shapes.get(name);
    if (own === undefined) continue;
    if (!sameShape(shape, own)) {
      throw new ShapeError(`${who}: expected ${name} of shape ${formatShape(own)}; got ${formatShape(shape)}`);
    }
    if (data.length !== sizeOf(own)) {
      throw new ShapeError(
        `${who}: expected ${sizeOf(own)} values for ${name} ${formatShape(own)}; got ${data.length}`,
      );
    }
  }
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

/** Puts new values under a tensor that others hold, such as an optimiser. */
export function assign(tensor: Tensor, values: Floats): void {
  const { device } = tensor;
  tensor.update((out) => {
    if (!("length" in out)) device.free(out);
    return device.write(values);
  });
}
