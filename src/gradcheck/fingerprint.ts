import { maxPool2dOffset } from "../../kernels/pooling/reference.ts";
import { forEach } from "../../kernels/shared/walk.ts";
import type { ReduceGeometry } from "../core/geometry/strided.ts";
import type { Floats } from "../devices/device.ts";
import type { KernelName, Kernels } from "../devices/kernels.ts";
import type { Observer } from "../devices/reference.ts";
import { binary } from "./op-info/arithmetic.ts";
import type { Binary } from "./op-info/binary.ts";
import { unary } from "./op-info/elementwise.ts";
import { eachRow } from "./op-info/row.ts";
import type { Unary } from "./op-info/unary.ts";

/** What a kernel with kinks decided, as numbers: two points with the same decisions lie on the same smooth piece. */
type Decisions<K extends KernelName> = (
  decide: (decision: number) => void,
  ...call: Parameters<Kernels<Floats>[K]>
) => void;

const winners: Decisions<"max" | "min"> = (decide, out, x, g: ReduceGeometry) => {
  forEach(g.kept, (i, start) => forEach(g.reduced, (_, offset) => decide(Number(x[start + offset] === out[i]))));
};

/** A function that is constant between jumps decides by its value, one that is linear between kinks by its slope, and by its
 *  value where that is level. */
function unaryDecisions({ derivative, kinks }: Unary): Decisions<"relu"> | undefined {
  if (typeof derivative === "string") return (decide, out) => out.forEach(decide);
  if (kinks === undefined) return undefined;
  return (decide, out, x, options: Readonly<Record<string, number>> = {}) => {
    x.forEach((value, i) => {
      const slope = derivative(value, out[i], options);
      decide(slope);
      if (slope === 0) decide(out[i]);
    });
  };
}

function binaryDecisions({ derivatives, isPiecewise }: Binary): Decisions<"maximum"> | undefined {
  if (typeof derivatives === "string") return (decide, out) => out.forEach(decide);
  if (!isPiecewise) return undefined;
  return (decide, _, a, b, g) => forEach(g.walk, (_i, j, k) => decide(Math.sign(a[j] - b[k])));
}

const decisions: { readonly [K in KernelName]?: Decisions<K> | undefined } = {
  ...eachRow(unary, unaryDecisions),
  ...eachRow(binary, binaryDecisions),
  where: (decide, _, condition) => {
    for (const value of condition) decide(Number(value !== 0));
  },
  gate: (decide, _, _dy, gate) => {
    for (const y of gate) decide(Number(y > 0));
  },
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
