import { keyOf } from "../core/plane.ts";
import { termsAlongV } from "../core/second.ts";
import type { Place } from "../core/tensors.ts";
import type { Term } from "../core/terms.ts";
import { computed, parts, second } from "./compute.ts";
import { numbersOf, type State, shapeOf } from "./state.ts";

/** The parts of ∂x by the names of the terms. */
const partNames = ["direct", "by μ", "by σ²"] as const;

/** What an element sums: y its two parts, ∂x its three, the others the batch. */
export function termsOf(s: State, { tensor, index, flat }: Place): Term[] {
  const all = computed(s);
  const c = index.at(-1)!;
  const one = (key: string, value: number): Term => ({ factors: [{ key, value }] });
  const at = (name: string, values: ArrayLike<number>, place: readonly number[], i: number) => ({
    key: keyOf(name, place),
    value: values[i],
  });
  const column = Array.from({ length: s.n }, (_, i) => i * s.c + c);
  const place = (i: number) => [Math.floor(i / s.c), c];
  switch (tensor.name) {
    case "y": {
      const [gamma, beta] = [numbersOf(s, "gamma"), numbersOf(s, "beta")];
      return [
        { factors: [at("γ", gamma, [c], c), at("x̂", all.xhat, index, flat)] },
        { factors: [at("β", beta, [c], c)] },
      ];
    }
    case "∂x":
      return parts(s).map((part, i) => one(keyOf(partNames[i], index), part[flat]));
    case "∂γ":
      return column.map((i) => ({ factors: [at("∂y", all.dy, place(i), i), at("x̂", all.xhat, place(i), i)] }));
    case "∂β":
      return column.map((i) => ({ factors: [at("∂y", all.dy, place(i), i)] }));
    default: {
      const found = { "∂S/∂(∂y)": ["byDy", "J"], "∂S/∂x": ["byX", "H"], "∂S/∂γ": ["byGamma", "G"] } as const;
      const [name, letter] = found[tensor.name as keyof typeof found] ?? [];
      if (name === undefined) return [];
      const v = { name: "v", values: numbersOf(s, "v"), shape: shapeOf(s) };
      return termsAlongV(v, letter, index.join(","), second(s).of(name, flat));
    }
  }
}

/** The elements that belong to the one in focus: its channel's, where the batch is mixed; itself alone, where it is not. */
export function litBy(s: State, { tensor, index }: Place): string[] {
  const c = index.at(-1)!;
  const channel = (name: string) => Array.from({ length: s.n }, (_, i) => keyOf(name, [i, c]));
  const alike = (name: string) => (index.length === 2 && !s.training ? [keyOf(name, index)] : channel(name));
  const statistics = ["μ", "σ²", "γ", "β"].map((name) => keyOf(name, [c]));
  switch (tensor.name) {
    case "x":
      return [...alike("y"), ...alike("x̂"), ...alike("∂x"), ...statistics.slice(0, 2)];
    case "y":
    case "x̂":
      return [...alike("x"), ...statistics];
    case "μ":
    case "σ²":
      return s.training ? channel("x") : [];
    case "∂x":
      return [...alike("∂y"), ...alike("x")];
    default:
      return index.length === 1 ? [...channel("y"), ...channel("∂y"), ...channel("x̂")] : [];
  }
}
