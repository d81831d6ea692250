import { inspect } from "node:util";
import { referenceKernels } from "../../../kernels/reference.ts";
import type { Rng } from "../../../src/core/rng.ts";
import { inPlaceKernels } from "../../../src/devices/cpu/plan.ts";
import { makePlans } from "../../../src/devices/cpu/plans.ts";
import { tileAt, tiles } from "../../../src/devices/cpu/tiles.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { Executor } from "../../../src/devices/executor.ts";
import type { KernelName } from "../../../src/devices/kernels.ts";
import type { ElementBound } from "../../../src/gradcheck/op-info/kernelInfo.ts";
import { kernelInfos } from "../../../src/gradcheck/op-info/kernels.ts";
import { exactly, widen } from "../magnitudes.ts";
import type { AnyPlan, RunOptions, Sandbox } from "./sandbox.ts";

const plans = tiles.map((_, index) => makePlans(tileAt(index)) as Readonly<Record<KernelName, AnyPlan>>);

/** Runs every kernel in each of the sandboxes: whole, in pieces with another tile, and where it can be, over each of its
 *  inputs. All must give the same bits, and the values of the float64 reference within the kernel's bound. What the
 *  reference refuses, the kernel must refuse with the same words. */
export class CheckedExecutor implements Executor<Float32Array> {
  readonly name = "checked";
  readonly dtype = "float32";
  readonly kernels = Object.keys(referenceKernels) as KernelName[];
  readonly #sandboxes: readonly Sandbox[];
  readonly #rng: Rng;
  readonly #seen: Set<KernelName>;

  /** @param rng draws tiles, and where steps are cut. @param seen takes the names of the kernels that run. */
  constructor(sandboxes: readonly Sandbox[], rng: Rng, seen: Set<KernelName>) {
    this.#sandboxes = sandboxes;
    this.#rng = rng;
    this.#seen = seen;
  }

  write(values: Floats): Float32Array {
    return Float32Array.from(values);
  }

  read(buffer: Float32Array): Float32Array {
    return buffer.slice();
  }

  free(): void {}

  close(): void {}

  run(kernel: KernelName, size: number, into: Float32Array | null, args: readonly unknown[]): Float32Array {
    this.#seen.add(kernel);
    const wanted = attempt(() => define(kernel, size, args));
    const ways = this.#ways(kernel, size, args);
    let result: Float32Array | null = null;
    for (const sandbox of this.#sandboxes) {
      result = null;
      for (const [how, tile, options] of ways) {
        const got = attempt(() => sandbox.run(plans[tile][kernel], size, args, options));
        const fault = faultOf(got, wanted, result);
        if (fault !== null) throw new Error(`${sandbox.name}, ${how}: ${fault}; called with ${describe(args)}`);
        if (!(got instanceof Error)) result = got;
      }
    }
    if (wanted instanceof Error) throw wanted;
    into?.set(result!);
    return into ?? result!;
  }

  #ways(kernel: KernelName, size: number, args: readonly unknown[]): [how: string, tile: number, RunOptions][] {
    const [tile, other] = this.#rng.permutation(tiles.length) as Iterable<number> as [number, number];
    const name = (index: number) => `tile ${tiles[index].mr}×${tiles[index].nr}`;
    const inputs = args.filter((arg) => arg instanceof Float32Array && arg.length === size) as Float32Array[];
    const overwritten = inPlaceKernels.has(kernel) ? inputs : [];
    return [
      [name(tile), tile, {}],
      [`${name(other)} in pieces`, other, { cuts: this.#rng }],
      ...overwritten.map((over): [string, number, RunOptions] => ["in place", tile, { over, cuts: this.#rng }]),
    ];
  }
}

interface Definition {
  readonly values: Float64Array;
  readonly bound: "bits" | ElementBound;
}

/** What the reference gives in float64 for the same inputs. */
function define(kernel: KernelName, size: number, args: readonly unknown[]): Definition {
  const values = exactly(kernel, size, args);
  const bound = kernelInfos[kernel].cpu as "bits" | ((...call: readonly unknown[]) => ElementBound);
  return { values, bound: bound === "bits" ? bound : bound(values, ...widen(args)) };
}

/** What is wrong with a result, if anything is. `earlier`: the result of another way, whose bits it must have. */
function faultOf(got: Float32Array | Error, wanted: Definition | Error, earlier: Float32Array | null): string | null {
  if (wanted instanceof Error) {
    if (got instanceof Error) return got.message === wanted.message ? null : got.message;
    return `accepted what the reference refuses: ${wanted.message}`;
  }
  if (got instanceof Error) return got.message;
  if (earlier !== null) {
    const i = got.findIndex((value, at) => !Object.is(value, earlier[at]));
    return i < 0 ? null : `element ${i} is ${got[i]}, and ${earlier[i]} whole`;
  }
  const { values, bound } = wanted;
  for (let i = 0; i < got.length; i++) {
    const [value, exact] = [got[i], values[i]];
    if (bound === "bits" || !Number.isFinite(exact)) {
      if (!Object.is(value, Math.fround(exact))) return `element ${i} is ${value}; wanted ${exact}`;
    } else {
      const error = bound(i);
      if (value >= Math.fround(exact - error) && value <= Math.fround(exact + error)) continue;
      return `element ${i} is ${value}; wanted ${exact} ± ${error}; off by ${Math.abs(value - exact)}`;
    }
  }
  return null;
}

function describe(args: readonly unknown[]): string {
  const call = args.map((arg) => (arg instanceof Float32Array ? `${arg.length} elements` : arg));
  return inspect(call, { depth: null, breakLength: Number.POSITIVE_INFINITY });
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
