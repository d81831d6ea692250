export { type CheckOptions, checkOp, type OpReport } from "./check.ts";
export { compareDevices } from "./compareDevices.ts";
export { type CoverageRow, mergeCoverage } from "./coverage.ts";
export type { Hint, Worst } from "./diagnose.ts";
export type { Differentiable } from "./functional.ts";
export { compareGradients, type GradcheckOptions, gradcheck } from "./gradcheck.ts";
export { type Attribute, type Attributes, attribute } from "./op-info/attribute.ts";
export { opInfos } from "./op-info/index.ts";
export { between, type Domain, type OpCase, type OpInfo, opInfo, shapes, spaced } from "./op-info/op-info.ts";
export type { SweepStep } from "./oracles/directional.ts";
export type { OracleName, Verdict } from "./oracles/oracle.ts";
export {
  compareParameters,
  gradcheckParameters,
  type ParameterSample,
  type ParametersOptions,
  type ParametersReport,
} from "./parameters.ts";
export { describeReport, type GradcheckReport } from "./report.ts";
