import type { State } from "../../broadcasting/state.ts";

export const broadcasting = {
  title: "Broadcasting",
  mode: "what is shown",
  modes: {
    forward: "forward",
    "by-a": "by a",
    "by-b": "by b",
    second: "second order",
    probe: "probe",
    broken: "broken",
  } satisfies Record<State["mode"], string>,
  sizes: "shapes",
  size: (tensor: string, axis: number) => `${tensor}, axis ${String(axis).replace("-", "−")}`,
  axis: (axis: number) => `axis ${String(axis).replace("-", "−")}`,
  missing: "–",
  op: "operator",
  operators: { mul: "y = a · b", add: "y = a + b", sub: "y = a − b" },
  numbers: "numbers",
  notes: {
    forward: "a′ and b′ are a and b stretched to the shape of y: nothing is copied, an element is read more than once.",
    "by-a":
      "∂a′ is the gradient as if a had been as large as y. An element of a was read several times, so that its gradient is the sum over all places that read it.",
    "by-b":
      "∂b′ is the gradient as if b had been as large as y. An element of b was read several times, so that its gradient is the sum over all places that read it.",
    second:
      "S = Σ v·∂a. ∂a is a sum over what was stretched; the gradient of a sum is a stretch: v is stretched as a was.",
    probe: "L = Σ ∂y·y. One element of a or b moves, and with it every place of y that reads it.",
    broken: "What becomes of ∂a and ∂b with a seeded bug; ✓ shows what is right.",
  } satisfies Record<State["mode"], string>,
};
