import fc from "fast-check";
import { checkInteger } from "../core/options.ts";
import { tensor } from "../create.ts";
import type { Device } from "../devices/device.ts";
import { reference } from "../devices/reference.ts";
import { compareDevices, describeDifference } from "./compareDevices.ts";
import { compareGradients, describeWorst } from "./gradcheck.ts";
import { type OpCase, type OpInfo, valuesOf } from "./op-info/op-info.ts";

export interface CheckOptions {
  readonly order?: 1 | 2;
  /** Random cases. Default 20. */
  readonly cases?: number;
  /** Of the random cases. Default 0. */
  readonly seed?: number;
  /** A float32 device whose results are compared with the float64 reference's. Default: the reference in float64, whose
   *  gradients are compared with finite differences. */
  readonly device?: Device;
  /** Replays the case at this place of fast-check's tree. */
  readonly path?: string;
}

export interface OpReport {
  readonly op: string;
  readonly order: 1 | 2;
  readonly passed: boolean;
  readonly cases: number;
  /** The largest relative error among the cases that passed. */
  readonly maxError: number;
  readonly seed: number;
  /** The smallest failing case that was found, what is wrong with it, and where fast-check finds it again. */
  readonly failure: { readonly case: string; readonly reason: string; readonly path: string } | null;
}

/** Checks an operator's gradients on random cases; a failure is shrunk to the smallest geometry that still fails. */
export async function checkOp(info: OpInfo, options: CheckOptions = {}): Promise<OpReport> {
  const { order = 1, cases = 20, seed = 0, path = "", device } = options;
  checkInteger("checkOp", "cases", cases, 1);
  let maxError = 0;
  const property = fc.asyncProperty(info.cases, async (opCase) => {
    const report = await (device ? compareDevices(opCase, device, order) : compareDifferences(opCase, order));
    if (!report.passed) throw new Error(device ? describeDifference(report, device) : describeWorst(report));
    maxError = Math.max(maxError, report.worst.error);
  });
  const result = await fc.check(property, { numRuns: cases, seed, path });
  const found = result.counterexample?.[0];
  const failure = found && {
    case: found.label,
    reason: result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance),
    path: result.counterexamplePath ?? "",
  };
  return {
    op: info.name,
    order,
    passed: !result.failed,
    cases: result.numRuns,
    maxError,
    seed,
    failure: failure ?? null,
  };
}

async function compareDifferences(opCase: OpCase, order: 1 | 2) {
  const device = reference({ dtype: "float64" });
  const values = valuesOf(opCase);
  const inputs = opCase.inputs.map(({ shape }, i) => tensor(values[i]!, shape, { device, requiresGrad: true }));
  return compareGradients(opCase.run, inputs, { order, seed: opCase.seed });
}
