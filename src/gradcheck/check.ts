import fc from "fast-check";
import { deviceKind } from "../core/deviceKind.ts";
import { finite, kind, listOf, number, record, text } from "../core/kinds.ts";
import { checkArgument, checkInteger, checkOptions, type Kinds } from "../core/options.ts";
import { tensor } from "../create.ts";
import type { Device } from "../devices/device.ts";
import { ReferenceDevice, reference } from "../devices/reference.ts";
import { compareDevices } from "./compareDevices.ts";
import { type CoverageRow, coverage } from "./coverage.ts";
import { compareGradients, type GradcheckOptions, modeKind, orderKind } from "./gradcheck.ts";
import { type OpCase, type OpInfo, valuesOf } from "./op-info/op-info.ts";
import { describeReport, type GradcheckReport, summarize } from "./report.ts";

/** How many cases of an operator are checked, and how. */
export interface CheckOptions extends Pick<GradcheckOptions, "order" | "mode"> {
  /** Random cases. Default: 20. */
  readonly cases?: number;
  /** The seed of the random cases. Default: 0. */
  readonly seed?: number;
  /** A float32 device, whose results are compared with the float64 reference's; or a float64 reference, whose gradients are
   *  compared with finite differences. Default: the latter. */
  readonly device?: Device;
  /** Replays the case at this place of fast-check's tree. Default: all cases are run. */
  readonly path?: string;
}

/** What the cases of an operator showed. */
export interface OpReport {
  readonly op: string;
  readonly order: 1 | 2;
  /** "kink crossed": no case failed, but some could not be judged. */
  readonly status: GradcheckReport["status"];
  readonly passed: boolean;
  /** Cases that were run, and how many of them could not be judged because of a kink. */
  readonly cases: number;
  readonly kinks: number;
  /** The largest error over the error accepted, among the cases that passed. */
  readonly margin: number;
  readonly seed: number;
  readonly milliseconds: number;
  /** What the cases exercised that were judged. */
  readonly coverage: readonly CoverageRow[];
  /** The smallest failing case that was found, what is wrong with it, and where fast-check finds it again. The case that
   *  it was shrunk from shows better where the errors sit: what is wrong with that one follows. */
  readonly failure: { readonly case: string; readonly reason: string; readonly path: string } | null;
}

const infoKind = kind("a row of opInfos", (value): value is OpInfo => {
  if (!record.accepts(value) || !("name" in value && "cases" in value && "attributes" in value)) return false;
  if (!record.accepts(value.attributes) || !text.accepts(value.name)) return false;
  return value.cases instanceof fc.Arbitrary && Object.values(value.attributes).every(listOf(text).accepts);
});
const checkOpOptions: Kinds<CheckOptions> = {
  order: orderKind,
  mode: modeKind,
  cases: number,
  seed: finite,
  device: deviceKind,
  path: kind("places joined by colons", (value): value is string => text.accepts(value) && /^[\d:]*$/.test(value)),
};

/** Checks an operator's gradients on random cases; a failure is shrunk to the smallest geometry that still fails.
 *  @param info a row of `opInfos`, or one that `opInfo` makes.
 *  @returns the report, also where a case failed.
 *  @throws OptionError for an option out of range.
 *
 *  @example
 *  ```ts
 *  import { checkOp, opInfos } from "alexgrad/gradcheck";
 *
 *  const info = opInfos.find(({ name }) => name === "tanh");
 *  const { status, cases } = await checkOp(info!, { cases: 5, order: 2 });
 *  console.log(status, cases); // passed 5
 *  ``` */
export async function checkOp(info: OpInfo, options: CheckOptions = {}): Promise<OpReport> {
  checkArgument("checkOp", "info", info, infoKind);
  checkOptions("checkOp", options, checkOpOptions);
  const { order = 1, mode = "full", cases = 20, seed = 0, path = "" } = options;
  const device = options.device ?? reference({ dtype: "float64" });
  checkInteger("checkOp", "cases", cases, 1);
  const started = performance.now();
  let [margin, kinks] = [0, 0];
  const judged: OpCase[] = [];
  const failures: { opCase: OpCase; report: Findings }[] = [];
  const property = fc.asyncProperty(info.cases, async (opCase) => {
    const report = await checkCase(opCase, device, order, mode);
    if (report.failure !== null) {
      failures.push({ opCase, report });
      throw new Error(report.failure.reason);
    }
    if (report.status === "kink crossed") kinks++;
    else judged.push(opCase);
    margin = Math.max(margin, report.margin);
  });
  const result = await fc.check(property, { numRuns: cases, seed, path });
  const found = result.counterexample?.[0];
  const failure = found && {
    case: found.label,
    reason: describeFailure(found, failures) ?? String(result.errorInstance),
    path: result.counterexamplePath ?? "",
  };
  const status = result.failed ? "failed" : kinks > 0 ? "kink crossed" : "passed";
  return {
    op: info.name,
    order,
    status,
    passed: status === "passed",
    cases: result.numRuns,
    kinks,
    margin,
    seed,
    milliseconds: performance.now() - started,
    coverage: coverage(info, judged, order, device.name),
    failure: failure ?? null,
  };
}

type Findings = Pick<GradcheckReport, "status" | "failure" | "margin" | "kinks" | "hints" | "picture">;

/** null where the case threw an error of its own. */
function describeFailure(
  smallest: OpCase,
  failures: readonly { readonly opCase: OpCase; readonly report: Findings }[],
): string | null {
  const own = failures.find(({ opCase }) => opCase === smallest);
  const [first] = failures;
  if (own === undefined || first === undefined) return null;
  const text = describeReport(own.report);
  return first === own ? text : `${text}\nshrunk from ${first.opCase.label}\n${describeReport(first.report)}`;
}

async function checkCase(
  opCase: OpCase,
  device: Device,
  order: 1 | 2,
  mode: "full" | "directional",
): Promise<Findings> {
  if (device instanceof ReferenceDevice && device.dtype === "float64") {
    return checkGradients(opCase, device, { order, mode });
  }
  const report = summarize(await compareDevices(opCase, device, order));
  return { ...report, status: report.failure === null ? "passed" : "failed", kinks: [] };
}

/** One case against finite differences, and all that does not need a second device. */
export async function checkGradients(
  opCase: OpCase,
  device: ReferenceDevice,
  options: Pick<GradcheckOptions, "order" | "mode">,
): Promise<GradcheckReport> {
  const values = valuesOf(opCase);
  const inputs = opCase.inputs.map(({ shape }, i) => tensor(values[i], shape, { device, requiresGrad: true }));
  const report = await compareGradients(opCase.run, inputs, { ...options, seed: opCase.seed });
  for (const input of inputs) input.dispose();
  return report;
}
