import type { LayerSpec } from "../models/index.ts";
import type { Layer } from "../models/trace.ts";
import type { Pads } from "./windows.ts";

/** A tensor on its way to a layer. */
export interface Weights {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** What a node becomes. */
export interface Step {
  /** Its layer; null where there is nothing to compute. */
  readonly spec: LayerSpec | null;
  /** Whether it is the last layer, with more to it. */
  readonly replacesLast?: true;
  /** The layer's tensors, by their names in it. */
  readonly tensors?: Readonly<Record<string, Weights>>;
  /** Whether it is what the node computes, as far as that shows in its place. @returns what is wrong. */
  check?(layer: Layer): string | null;
}

/** What came before a node, as far as it is one with it. */
export interface Before {
  /** Zeros around the node's input. */
  readonly pads: Pads | null;
  readonly last: Step | undefined;
}
