import { type KernelInfos, refuse } from "./kernelInfo.ts";
export const diagnosisKernels: KernelInfos<"countNonFinite"> = {
  countNonFinite: {
    tangent: refuse("countNonFinite"),
    cpu: "bits",
    gpu: "bits",
  },
};
