import { type Evidence, near } from "./evidence.ts";
import type { Hint, HintKind } from "./hint.ts";
import { axesOfSize } from "./sizes.ts";

/** What a ratio of analytic to numeric says. */
interface Meaning {
  readonly kind: HintKind;
  /** The gradient is … */
  readonly state: string;
  readonly cause: string;
}

/** One ratio explains the whole Jacobian. */
export function ratioEverywhere(evidence: Evidence): Hint | null {
  const { wrong, analytic, numeric, tolerance } = evidence;
  const ratio = sharedRatio(evidence);
  if (wrong.length < 2 || ratio === null) return null;
  if (!analytic.every((a, at) => near(a, ratio * numeric[at], slack(ratio, tolerance)))) return null;
  if (ratio === 0) {
    return {
      kind: "missing",
      text: "zero everywhere: the gradient never arrives, as after a detach or a forgotten input",
    };
  }
  const { kind, state, cause } = meaningOf(ratio, evidence);
  return { kind, text: `${state} everywhere: ${cause}` };
}

/** One ratio explains what is wrong, beside what is right. */
export function ratioWhereWrong(evidence: Evidence): Hint | null {
  const ratio = sharedRatio(evidence);
  if (ratio === null) return null;
  const { kind, state, cause } = meaningOf(ratio, evidence);
  if (evidence.wrong.length >= 2) return { kind, text: `${state} where it is wrong: ${cause}` };
  return kind === "ratio" || kind === "unwanted"
    ? null
    : { kind, text: `the wrong element's ratio is ${formatRatio(ratio)}: ${cause}` };
}

/** The ratio of all wrong entries, ∞ where nothing should be; null where they differ. A round number is preferred to the best fit. */
export function sharedRatio(evidence: Evidence): number | null {
  const { wrong, analytic, numeric, tolerance } = evidence;
  if (wrong.every((at) => near(numeric[at], 0, tolerance))) {
    return wrong.every((at) => Number.isFinite(analytic[at])) ? Number.POSITIVE_INFINITY : null;
  }
  let [product, square] = [0, 0];
  for (const at of wrong) {
    product += analytic[at] * numeric[at];
    square += numeric[at] ** 2;
  }
  const best = product / square;
  const round = Math.abs(best) < 1 ? 1 / Math.round(1 / best) : Math.round(best);
  return [0, round, best].find((ratio) => isShared(ratio, evidence)) ?? null;
}

/** Differences from the tolerance alone prove nothing: the ratio must explain all but 1% of the error as well. */
function isShared(ratio: number, { wrong, analytic, numeric, tolerance }: Evidence): boolean {
  let [left, error] = [0, 0];
  for (const at of wrong) {
    const [a, n] = [analytic[at], numeric[at]];
    if (!near(a, ratio * n, slack(ratio, tolerance))) return false;
    left += (a - ratio * n) ** 2;
    error += (a - n) ** 2;
  }
  return left <= 1e-4 * error;
}

/** What a ratio times the numeric gradient may be off. */
function slack(ratio: number, tolerance: number): number {
  return tolerance * (1 + Math.abs(ratio));
}

function meaningOf(ratio: number, evidence: Evidence): Meaning {
  if (ratio === Number.POSITIVE_INFINITY) {
    const cause = "the backward pass lacks a mask or condition of the forward pass";
    return { kind: "unwanted", state: "not zero as it should be", cause };
  }
  if (ratio === 0) return { kind: "missing", state: "zero", cause: "a term of the gradient is missing there" };
  if (ratio === -1) return { kind: "sign", state: "of the wrong sign", cause: "a minus is missing or too many" };

  const { shape, outputShape } = evidence;
  const isLarger = Math.abs(ratio) > 1;
  const factor = Number((isLarger ? ratio : 1 / ratio).toPrecision(12));
  const axes = Number.isInteger(factor) ? axesOfSize(factor, shape, outputShape) : null;
  const mean = axes === null ? "" : `a mean over ${axes} ${isLarger ? "is not divided" : "is divided twice"}`;
  if (factor === 2) {
    const usual = isLarger
      ? "a term is added twice, or a factor ½ is missing"
      : "one of two equal terms is missing, or a factor ½ is too many";
    const cause = mean === "" ? usual : `${usual}, or ${mean}`;
    return isLarger
      ? { kind: "doubled", state: "twice too large", cause }
      : { kind: "halved", state: "half as large as it should be", cause };
  }
  if (mean !== "") return { kind: "mean", state: `${factor} times too ${isLarger ? "large" : "small"}`, cause: mean };
  return { kind: "ratio", state: `${formatRatio(ratio)} times what it should be`, cause: "a constant factor is wrong" };
}

export function formatRatio(ratio: number): string {
  if (ratio === Number.POSITIVE_INFINITY) return "∞";
  const short = Number(ratio.toPrecision(4));
  return String(short === 1 ? Number(ratio.toPrecision(9)) : short);
}
