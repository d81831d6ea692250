import type { Comparison } from "../comparison.ts";

/** From weak to strong; see docs/guides/gradcheck.md. */
export type OracleName =
  | "determinism"
  | "unmodified"
  | "zero"
  | "linearity"
  | "accumulation"
  | "differences"
  | "convergence"
  | "adjoint"
  | "device";

/** What an oracle found. */
export interface Verdict {
  readonly oracle: OracleName;
  /** The largest error found over the largest one accepted: at most 1 where the oracle is content. */
  readonly margin: number;
  /** What is wrong; null where nothing is. */
  readonly reason: string | null;
  /** What it compared, input by input. */
  readonly comparisons?: readonly Comparison[];
}

export function content(oracle: OracleName, margin = 0): Verdict {
  return { oracle, margin, reason: null };
}

export function wrong(oracle: OracleName, reason: string): Verdict {
  return { oracle, margin: Number.POSITIVE_INFINITY, reason };
}
