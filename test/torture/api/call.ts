import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtin, channelStatistics, type Dataset } from "../../../src/data/index.ts";
import * as ag from "../../../src/index.ts";

export type Callable = (...args: never[]) => unknown;
export type Constructor = abstract new (...args: never[]) => unknown;

/** A call that is right, and what abuse starts from. */
export interface Call {
  run(args: readonly unknown[]): unknown;
  readonly args: readonly unknown[];
  /** What is called, where its parameters have names. */
  readonly target?: unknown;
}

export function call(target: Callable, ...args: unknown[]): Call {
  return { args, target, run: (given) => Reflect.apply(target, undefined, given) };
}

export function make(type: Constructor, ...args: unknown[]): Call {
  return { args, target: type, run: (given) => Reflect.construct(type, given) };
}

/** A method, or a setter, which takes its first argument. */
export function method(self: object, name: string | symbol, ...args: unknown[]): Call {
  return {
    args,
    target: Reflect.get(self, name),
    run(given) {
      const member: unknown = Reflect.get(self, name);
      if (typeof member !== "function") return Reflect.set(self, name, given[0]);
      return Reflect.apply(member, self, given);
    },
  };
}

/** What a call is made of. */
export class World implements Disposable {
  readonly device: ag.Device;
  readonly exact = ag.reference({ dtype: "float64" });
  readonly rng = new ag.Rng(3);
  readonly #used: Disposable[] = [];
  #folder: string | null = null;
  #dataset: Dataset | null = null;

  constructor(device: ag.Device = ag.reference()) {
    this.device = device;
  }

  /** For files; removed at the end. */
  get folder(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), "alexgrad-torture-"));
    return this.#folder;
  }

  /** Disposed at the end. */
  use<T extends Disposable>(resource: T): T {
    this.#used.push(resource);
    return resource;
  }

  [Symbol.dispose](): void {
    for (const resource of this.#used) resource[Symbol.dispose]();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }

  get dataset(): Dataset {
    this.#dataset ??= builtin({ count: 12 });
    return this.#dataset;
  }

  t(...shape: number[]): ag.Tensor {
    return ag.randn(shape, { device: this.device, rng: this.rng });
  }

  /** A tensor that needs a gradient. */
  p(...shape: number[]): ag.Tensor {
    return ag.randn(shape, { device: this.device, rng: this.rng, requiresGrad: true });
  }

  get statistics() {
    return channelStatistics(this.dataset);
  }

  get layer() {
    return { device: this.device, rng: this.rng };
  }

  linear(): ag.Linear {
    return new ag.Linear(3, 2, this.layer);
  }

  /** An optimizer after one step. */
  sgd(): ag.SGD {
    const w = this.p(2);
    const optimizer = new ag.SGD([w], { lr: 0.1, momentum: 0.9 });
    w.mul(w).sum().backward();
    optimizer.step();
    return optimizer;
  }

  table(): ag.ModelTable {
    const { conv, relu, flatten, linear } = ag.layers;
    const layers = [conv("conv1", 2, { kernel: 3, padding: 1 }), relu, flatten, linear("fc2", "classes")];
    return { name: "small", description: "for tests", input: [3, 4, 4], classes: 3, layers };
  }
}

export type Calls = Readonly<Record<string, (w: World) => Call | Promise<Call>>>;
