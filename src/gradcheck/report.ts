import { kind, listOf, record } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { formatShape } from "../core/shape.ts";
import type { Comparison } from "./comparison.ts";
import { diagnose, type Hint, type Worst, worstOf } from "./diagnose.ts";
import type { SweepStep } from "./oracles/directional.ts";
import type { OracleName, Verdict } from "./oracles/oracle.ts";
import { drawErrors } from "./picture.ts";

/** What gradients of a function showed. */
export interface GradcheckReport {
  /** "kink crossed": no judgment, as there is a kink so near that no difference stays on one side of it. */
  readonly status: "passed" | "failed" | "kink crossed";
  readonly passed: boolean;
  /** What each oracle found. */
  readonly verdicts: readonly Verdict[];
  /** The strongest evidence against the gradient: an oracle and what it saw. */
  readonly failure: { readonly oracle: OracleName; readonly reason: string } | null;
  /** The largest error found over the largest accepted, of all oracles. */
  readonly margin: number;
  /** The element that is off most, of those compared one by one. Under order 2 the input behind the last one is the weight
   *  of the output. */
  readonly worst: (Worst & { readonly error: number; readonly tolerance: number }) | null;
  /** Elements left out because of a kink. */
  readonly kinks: readonly { readonly input: number; readonly index: readonly number[] }[];
  /** Errors of central differences along one direction, for ever smaller steps. */
  readonly sweep: readonly SweepStep[];
  /** The order at which they converge to the gradient: 2 where it is right. null where rounding hides it. */
  readonly order: number | null;
  /** What the mistake may be, most telling first. */
  readonly hints: readonly Hint[];
  /** Where in the input the errors sit. "" without errors. */
  readonly picture: string;
}

const reportKind = kind("a report of gradcheck", (value): value is GradcheckReport => {
  if (typeof value !== "object" || value === null) return false;
  if (!("failure" in value && "kinks" in value && "hints" in value)) return false;
  const hasFailure = value.failure === null || record.accepts(value.failure);
  return hasFailure && listOf(record).accepts(value.kinks) && listOf(record).accepts(value.hints);
});

/** What a report says to people, in some lines.
 *  @param report of `compareGradients`.
 *  @returns what is off, where, and what the mistake may be.
 *
 *  @example
 *  ```ts
 *  import { reference, tensor } from "alexgrad";
 *  import { compareGradients, describeReport } from "alexgrad/gradcheck";
 *
 *  const x = tensor([0.5, -1], { device: reference({ dtype: "float64" }), requiresGrad: true });
 *  console.log(describeReport(await compareGradients((x) => x.mul(x), [x]))); // the gradients are right
 *  ``` */
export function describeReport(
  report: Pick<GradcheckReport, "status" | "failure" | "kinks" | "hints" | "picture">,
): string {
  checkArgument("describeReport", "report", report, reportKind);
  if (report.status === "passed") return "the gradients are right";
  if (report.failure === null) {
    const at = report.kinks.slice(0, 3).map(({ input, index }) => `input ${input} at ${formatShape(index)}`);
    return `kink crossed: no judgment at ${at.join(", ") || "this point"}${report.kinks.length > 3 ? " …" : ""}; move the inputs away from it`;
  }
  const lines = [
    `${report.failure.oracle}: ${report.failure.reason}`,
    ...report.hints.map(({ text }) => `hint: ${text}`),
  ];
  return [...lines, ...(report.picture === "" ? [] : [report.picture])].join("\n");
}

/** The parts of a report that follow from what the oracles found. */
export function summarize(
  verdicts: readonly Verdict[],
): Pick<GradcheckReport, "verdicts" | "failure" | "margin" | "worst" | "hints" | "picture"> {
  const failed = verdicts.filter((verdict) => verdict.reason !== null);
  const compared = verdicts.flatMap(({ comparisons = [] }) => comparisons);
  const ranked = compared
    .map((comparison) => ({ comparison, worst: { ...worstOf(comparison), tolerance: comparison.tolerance } }))
    .sort((a, b) => excess(b.worst) - excess(a.worst));
  const [first] = ranked;
  const broken = first !== undefined && excess(first.worst) > 1 ? first.comparison : null;
  // Element by element says more than along a direction.
  const evidence = failed.find(({ comparisons }) => comparisons !== undefined) ?? failed[0];
  return {
    verdicts,
    failure: evidence === undefined ? null : { oracle: evidence.oracle, reason: evidence.reason! },
    margin: Math.max(0, ...verdicts.map(({ margin }) => margin)),
    worst: first?.worst ?? null,
    hints: broken === null ? [] : diagnose(broken),
    picture: broken === null ? "" : drawErrors(broken),
  };
}

/** One verdict on comparisons element by element. */
export function judge(
  comparisons: readonly Comparison[],
  oracle: OracleName = "differences",
  describe: (worst: Worst & { error: number }, tolerance: number) => string = describeWorst,
): Verdict {
  const worst = comparisons.map((comparison) => ({ ...worstOf(comparison), tolerance: comparison.tolerance }));
  const [most] = worst.sort((a, b) => excess(b) - excess(a));
  if (most === undefined) return { oracle, margin: 0, reason: null, comparisons };
  const margin = excess(most);
  return { oracle, margin, reason: margin <= 1 ? null : describe(most, most.tolerance), comparisons };
}

function describeWorst(worst: Worst & { error: number }, tolerance: number): string {
  const { input, index, output, analytic, numeric, ratio, error } = worst;
  const by = output.length > 0 ? ` of output ${formatShape(output)}` : "";
  return `input ${input} at ${formatShape(index)}${by}: analytic ${rounded(analytic)}, numeric ${rounded(numeric)} (ratio ${ratio.toPrecision(4)}), error ${error.toExponential(1)} > ${tolerance.toExponential(1)}`;
}

/** As many digits as a difference has. */
export function rounded(value: number): number {
  return Number(value.toPrecision(9));
}

function excess({ error, tolerance }: { error: number; tolerance: number }): number {
  if (Number.isNaN(error) || !Number.isFinite(tolerance)) return Number.POSITIVE_INFINITY;
  return error === 0 ? 0 : error / tolerance;
}
