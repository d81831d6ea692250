export { type CheckOptions, checkOp, type OpReport } from "./check.ts";
export { compareDevices } from "./compareDevices.ts";
export {
  compareGradients,
  type Differentiable,
  type GradcheckOptions,
  type GradcheckReport,
  gradcheck,
  type Worst,
} from "./gradcheck.ts";
export { opInfos } from "./op-info/index.ts";
export type { Domain, OpCase, OpInfo } from "./op-info/op-info.ts";
