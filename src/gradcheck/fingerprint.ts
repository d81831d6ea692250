import type { Floats } from "../devices/device.ts";
import type { Observer } from "../devices/reference.ts";
import { kernelInfos } from "./op-info/kernels.ts";

/** Hashes every decision that is taken while it watches: ReLU's masks, winners' offsets, ties, dropout's masks. */
export class Fingerprint {
  #hash = 0x811c9dc5;

  get hash(): number {
    return this.#hash;
  }

  readonly observer: Observer = (kernel, out, args) => {
    const rule = kernelInfos[kernel].decisions as
      | ((decide: (decision: number) => void, out: Floats, ...args: readonly unknown[]) => void)
      | undefined;
    rule?.(this.#decide, out, ...args);
  };

  /** FNV-1a over whole numbers. */
  readonly #decide = (decision: number): void => {
    this.#hash = Math.imul(this.#hash ^ (decision * 64), 0x01000193) >>> 0;
  };
}
