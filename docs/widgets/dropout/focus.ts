import { keyOf } from "../core/plane.ts";
import { termsAlongV } from "../core/second.ts";
import type { Place } from "../core/tensors.ts";
import type { Term } from "../core/terms.ts";
import { computed, second } from "./compute.ts";
import { numbersOf, type State } from "./state.ts";

/** What an element is: a product with its mask. */
export function termsOf(s: State, { tensor, index, flat }: Place): Term[] {
  const all = computed(s);
  const times = (name: string, values: ArrayLike<number>): Term[] => [
    {
      factors: [
        { key: keyOf(name, index), value: values[flat] },
        { key: keyOf("m", index), value: all.mask[flat] },
      ],
    },
  ];
  switch (tensor.name) {
    case "y":
      return times("x", all.x);
    case "∂x":
      return times("∂y", all.dy);
    case "∂S/∂(∂y)": {
      const v = { name: "v", values: numbersOf(s, "v"), shape: [s.units] };
      return termsAlongV(v, "J", index.join(","), second(s).ofDy(flat));
    }
    default:
      return [];
  }
}

/** The same unit, everywhere. */
export const litBy = ({ index }: Place): string[] =>
  ["x", "m", "y", "∂y", "∂x", "v", "mean", "deviation", "evaluated"].map((name) => keyOf(name, index));
