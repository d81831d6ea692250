import { maxPool2dOffset } from "../../kernels/pooling/reference.ts";
import { forEach } from "../../kernels/shared/walk.ts";
import type { BroadcastGeometry, ReduceGeometry } from "../core/geometry/strided.ts";
import type { Floats } from "../devices/device.ts";
import type { KernelName, Kernels } from "../devices/kernels.ts";
import type { Observer } from "../devices/reference.ts";

/** What a kernel with kinks decided, as numbers: two points with the same decisions lie on the same smooth piece. */
type Decisions<K extends KernelName> = (
  decide: (decision: number) => void,
  ...call: Parameters<Kernels<Floats>[K]>
) => void;

const whoWins: Decisions<"maximum" | "minimum"> = (decide, _, a, b, g: BroadcastGeometry) => {
  forEach(g.walk, (_i, j, k) => decide(Math.sign(a[j] - b[k])));
};

const winners: Decisions<"max" | "min"> = (decide, out, x, g: ReduceGeometry) => {
  forEach(g.kept, (i, start) => forEach(g.reduced, (_, offset) => decide(Number(x[start + offset] === out[i]))));
};

const decisions: { readonly [K in KernelName]?: Decisions<K> } = {
  relu: (decide, out) => {
    for (const y of out) decide(Number(y > 0));
  },
  leakyRelu: (decide, _, x) => {
    for (const value of x) decide(Number(value > 0));
  },
  where: (decide, _, condition) => {
    for (const value of condition) decide(Number(value !== 0));
  },
  gate: (decide, _, _dy, gate) => {
    for (const y of gate) decide(Number(y > 0));
  },
  abs: (decide, _, x) => {
    for (const value of x) decide(Math.sign(value));
  },
  sign: (decide, out) => out.forEach(decide),
  clamp: (decide, _, x, { min, max }) => {
    for (const value of x) decide(value < min ? -1 : value > max ? 1 : 0);
  },
  equal: (decide, out) => out.forEach(decide),
  greater: (decide, out) => out.forEach(decide),
  less: (decide, out) => out.forEach(decide),
  maximum: whoWins,
  minimum: whoWins,
  max: winners,
  min: winners,
  argmax: (decide, out) => out.forEach(decide),
  maxPool2d: (decide, out, x, g) => {
    const offsets = new Float64Array(out.length);
    maxPool2dOffset(offsets, x, g);
    offsets.forEach(decide);
  },
  dropoutMask: (decide, out) => out.forEach(decide),
};

/** Hashes every decision that is taken while it watches: ReLU's masks, winners' offsets, ties, dropout's masks. */
export class Fingerprint {
  #hash = 0x811c9dc5;

  get hash(): number {
    return this.#hash;
  }

  readonly observer: Observer = (kernel, out, args) => {
    const rule = decisions[kernel] as
      | ((decide: (decision: number) => void, out: Floats, ...args: readonly unknown[]) => void)
      | undefined;
    rule?.(this.#decide, out, ...args);
  };

  /** FNV-1a over whole numbers. */
  readonly #decide = (decision: number): void => {
    this.#hash = Math.imul(this.#hash ^ (decision * 64), 0x01000193) >>> 0;
  };
}
