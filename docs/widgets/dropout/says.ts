import { show } from "../core/numbers.ts";
import { nameOf } from "../core/plane.ts";
import { placeOf } from "../core/tensors.ts";
import { dropout as words } from "../words/en/dropout.ts";
import { computed, expectation } from "./compute.ts";
import type { State } from "./state.ts";
import { tensorsOf } from "./tensors.ts";

export function says(s: State): string {
  const { flat, key, value } = placeOf(tensorsOf(s), s.select);
  if (s.mode === "masks") {
    const { mean, evaluated } = expectation(s, Number(s.masks));
    return words.says.masks(flat, s.masks, show(mean[flat]), show(evaluated[flat]));
  }
  const { mask } = computed(s);
  const dropped = Array.from(mask).filter((m) => m === 0).length;
  return words.says.unit(nameOf(key), show(value), show(mask[flat]), dropped, s.units);
}
