import { relu, reluGrad } from "../../../../kernels/gpu/relu.ts";
import type { Plan } from "../plan.ts";

const reluPlan: Plan<"relu"> = (gpu, size, x) => gpu.run(relu, size, {}, x);
const reluGradPlan: Plan<"reluGrad"> = (gpu, size, dy, y) => gpu.run(reluGrad, size, {}, dy, y);

export const elementwise = { relu: reluPlan, reluGrad: reluGradPlan };
