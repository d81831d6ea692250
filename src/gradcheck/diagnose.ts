import { sizeOf } from "../core/shape.ts";
import type { Comparison } from "./comparison.ts";
import { coordinates } from "./coordinates.ts";
import { type Evidence, gather } from "./hints/evidence.ts";
import type { Hint } from "./hints/hint.ts";
import { branch, overlap, sliceOrBorder } from "./hints/places.ts";
import { ratioEverywhere, ratioWhereWrong } from "./hints/ratio.ts";
import { crossTerms, diagonalOnly, shifted, transposed } from "./hints/structure.ts";

export type { Hint, HintKind } from "./hints/hint.ts";

/** One entry of a Jacobian, found in two ways. */
export interface Worst {
  /** Which input. */
  readonly input: number;
  /** Coordinates within the input. */
  readonly index: readonly number[];
  /** Coordinates within the output; [] where outputs were weighted and added. */
  readonly output: readonly number[];
  readonly analytic: number;
  readonly numeric: number;
  /** analytic / numeric. */
  readonly ratio: number;
}

type Rule = (evidence: Evidence) => Hint | null;

/** Each explains everything that is wrong: the first that holds leaves nothing to add. */
const explanations: readonly Rule[] = [ratioEverywhere, transposed, shifted];
/** Each tells a part, most telling first. */
const clues: readonly Rule[] = [notFinite, crossTerms, diagonalOnly, overlap, sliceOrBorder, branch, ratioWhereWrong];
const mostHints = 3;

/** The entry with the largest |analytic − numeric|; NaN counts as the largest. */
export function worstOf(comparison: Comparison): Worst & { readonly error: number } {
  const { input, shape, outputShape, analytic, numeric } = comparison;
  let [worst, error] = [0, -1];
  for (let at = 0; at < analytic.length && !Number.isNaN(error); at++) {
    const own = Math.abs(analytic[at] - numeric[at]);
    if (!(own <= error)) [worst, error] = [at, own];
  }
  const size = sizeOf(shape);
  const [a, n] = [analytic[worst], numeric[worst]];
  return {
    input,
    index: coordinates(worst % size, shape),
    output: coordinates(Math.floor(worst / size), outputShape),
    analytic: a,
    numeric: n,
    ratio: a / n,
    error,
  };
}

/** What the mistake in a gradient may be, most telling first, three hints at most. Silent where the evidence is thin. */
export function diagnose(comparison: Comparison): Hint[] {
  const evidence = gather(comparison);
  if (evidence.wrong.length === 0) return [];
  for (const rule of explanations) {
    const hint = rule(evidence);
    if (hint !== null) return [hint];
  }
  const hints: Hint[] = [];
  for (const rule of clues) {
    const hint = rule(evidence);
    if (hint !== null) hints.push(hint);
    if (hints.length === mostHints) break;
  }
  return hints;
}

function notFinite({ analytic }: Evidence): Hint | null {
  const count = analytic.reduce((sum, a) => sum + Number(!Number.isFinite(a)), 0);
  if (count === 0) return null;
  const text = `the gradient is not finite at ${count} of ${analytic.length} entries: a division by zero, or a log, root or power at the edge of its domain`;
  return { kind: "not finite", text };
}
