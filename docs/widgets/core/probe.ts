import { richardson } from "../../../src/gradcheck/richardson.ts";

/** What finite differences say of one derivative, at steps h, h/2 and h/4. */
export interface Probe {
  readonly steps: readonly { readonly h: number; readonly value: number; readonly crossed: readonly string[] }[];
  /** Without their errors of order h² and h⁴ (Richardson's extrapolation). */
  readonly extrapolated: number;
  readonly analytic: number;
  readonly error: number;
  /** What the extrapolation changed last, and what rounding may have made of it, with a margin. */
  readonly accepted: number;
  /** To the left and to the right, at the smallest step. */
  readonly slopes: readonly [left: number, right: number];
  /** The error of a plain central difference, over the step: falls with slope 2, then rounding rises with slope −1. */
  readonly errors: readonly (readonly [h: number, error: number])[];
}

/** A function's value at a point moved by a step, and the decisions taken on the way: by the name of each, what was decided. */
export type Moved = (step: number) => {
  readonly value: number;
  readonly decisions?: Readonly<Record<string, string | number>>;
};

const margin = 8;

/** What can be said: a kink lies between, a value is no number, the gradient is wrong, the difference is too rough to say
 *  anything, or it agrees. */
export type Finding = "crossed" | "notFinite" | "disagrees" | "tooRough" | "agrees";

/** A difference that may be off by more than a thousandth of the derivative, and by more than this, says nothing. */
const rough = 1e-6;

export function findingOf({ steps, extrapolated, analytic, error, accepted }: Probe): Finding {
  if (steps.some(({ crossed }) => crossed.length > 0)) return "crossed";
  if (!Number.isFinite(error) || !Number.isFinite(accepted)) return "notFinite";
  if (error > accepted) return "disagrees";
  const largest = Math.max(Math.abs(analytic), Math.abs(extrapolated));
  return accepted > Math.max(rough, largest / 1000) ? "tooRough" : "agrees";
}

/** @param at the function along one element. @param analytic what the backward pass says. @param h the widest step.
 *  @param epsilon what one rounding may change, relative to 1. Default: of double precision. */
export function probe(at: Moved, analytic: number, h: number, epsilon = 2 ** -52): Probe {
  const here = at(0);
  const difference = (h: number) => {
    const [above, below] = [at(h), at(-h)];
    const crossed = [...changed(here, above, "x + h"), ...changed(here, below, "x − h")];
    return {
      h,
      value: (above.value - below.value) / (2 * h),
      crossed,
      slopes: [(here.value - below.value) / h, (above.value - here.value) / h] as const,
      largest: Math.max(Math.abs(above.value), Math.abs(below.value)),
    };
  };
  const steps = [h, h / 2, h / 4].map(difference);
  const [wide, half, quarter] = steps.map(({ value }) => value);
  const { value: extrapolated, truncation } = richardson(wide, half, quarter);
  const largest = Math.max(Math.abs(here.value), ...steps.map((step) => step.largest));
  const accepted = margin * (truncation + (4 * epsilon * largest) / (h / 4));
  const errors = Array.from({ length: 46 }, (_, i) => 2 ** -(1 + i)).map(
    (h) => [h, Math.abs(difference(h).value - analytic)] as const,
  );
  return {
    steps,
    extrapolated,
    analytic,
    error: Math.abs(extrapolated - analytic),
    accepted,
    slopes: steps[2].slopes,
    errors,
  };
}

function changed(here: ReturnType<Moved>, there: ReturnType<Moved>, where: string): string[] {
  const before = here.decisions ?? {};
  return Object.entries(there.decisions ?? {})
    .filter(([name, decision]) => before[name] !== decision)
    .map(([name, decision]) => `${where}: ${name} ${before[name]} → ${decision}`);
}
