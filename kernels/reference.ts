import type { Floats } from "../src/devices/device.ts";
import type { Kernels } from "../src/devices/kernels.ts";
import * as diagnosis from "./diagnosis/reference.ts";
import { binaries, gate, unaries, where } from "./elementwise/reference.ts";
import * as layout from "./layout/reference.ts";
import * as losses from "./losses/reference.ts";
import * as normalization from "./normalization/reference.ts";
import * as optimizers from "./optimizers/reference.ts";
import * as pooling from "./pooling/reference.ts";
import * as products from "./products/reference.ts";
import * as reductions from "./reductions/reference.ts";
import * as sources from "./sources/reference.ts";

/** Plain loops: the living definition of every kernel. They work on float32 and float64 alike. */
export const referenceKernels: Kernels<Floats> = {
  ...unaries,
  ...binaries,
  gate,
  where,
  ...reductions,
  ...layout,
  ...products,
  ...pooling,
  ...normalization,
  ...losses,
  ...sources,
  ...optimizers,
  ...diagnosis,
};
