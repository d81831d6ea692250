import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { core as words } from "../words/en/core.ts";
import { flatOf } from "./fill.ts";
import { made, values } from "./library.ts";
import { keyOf, nameOf } from "./plane.ts";
import { type Probe, probe } from "./probe.ts";
import { probePanel } from "./probePanel.ts";
import { focusOn, type Part } from "./sums.ts";

/** A loss of some tensors, and the decisions that it takes. */
export interface Probed {
  readonly inputs: readonly Part[];
  loss(...inputs: Tensor[]): Tensor;
  /** What the loss is, where nothing else says it. */
  readonly says?: string;
  decisions?(...inputs: Tensor[]): Readonly<Record<string, string | number>>;
  /** What there is to say below. */
  below?(found: Probe): string;
}

/** The element that is moved: of an input, whatever is selected. */
export function probedKey({ inputs }: Probed, key: string): string {
  const { part, index } = focusOn(inputs, key);
  return keyOf(part.name, index);
}

/** Finite differences of a loss along one element of its inputs, as a panel.
 *  @param h the widest step. */
export function tensorProbe(all: Probed, key: string, h: number): string {
  const { part, index } = focusOn(all.inputs, key);
  const flat = flatOf(index, part.shape);
  const moved = (step: number) =>
    all.inputs.map((each) => {
      const at = Float64Array.from(each.values);
      if (each === part) at[flat] += step;
      return made(at, each.shape);
    });
  const here = moved(0);
  const [gradient] = grad(all.loss(...here), [here[all.inputs.indexOf(part)]]);
  const found = probe(
    (step) => {
      const inputs = moved(step);
      return { value: values(all.loss(...inputs))[0], decisions: all.decisions?.(...inputs) ?? {} };
    },
    values(gradient)[flat],
    h,
  );
  const name = words.derivative(nameOf(keyOf(part.name, index)));
  return probePanel(all.says === undefined ? name : `${name}, ${all.says}`, found) + (all.below?.(found) ?? "");
}
