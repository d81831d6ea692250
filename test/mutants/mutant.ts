import { referenceKernels } from "../../kernels/reference.ts";
import type { Floats } from "../../src/devices/device.ts";
import type { Kernels } from "../../src/devices/kernels.ts";
import { ReferenceDevice } from "../../src/devices/reference.ts";
import type { OpCase, OpInfo } from "../../src/gradcheck/op-info/op-info.ts";

/** A bug that people make in gradients, as a change of the reference's kernels. */
export interface Mutant {
  readonly name: string;
  /** Rows of the operator table that should notice it, each by itself. */
  readonly ops: readonly string[];
  /** "always": a kernel that only gradients use. "backward": applied only while gradients are computed, where the kernel
   *  serves the forward pass too. */
  readonly phase: "always" | "backward";
  mutate(kernels: Kernels<Floats>): Partial<Kernels<Floats>>;
}

export function always(name: string, ops: readonly string[], mutate: Mutant["mutate"]): Mutant {
  return { name, ops, phase: "always", mutate };
}

export function backward(name: string, ops: readonly string[], mutate: Mutant["mutate"]): Mutant {
  return { name, ops, phase: "backward", mutate };
}

/** A reference device with the bug, and what tells it when a forward pass begins and ends: of a function, or of each case of
 *  a row of the operator table. A kernel that runs outside of it counts as part of a backward pass. */
export function mutantDevice(mutant: Mutant): {
  device: ReferenceDevice;
  forward(run: OpCase["run"]): OpCase["run"];
  wrap(info: OpInfo): OpInfo;
} {
  const mutated: Kernels<Floats> = { ...referenceKernels, ...mutant.mutate(referenceKernels) };
  let isForward = false;
  const byPhase = new Proxy(mutated, {
    get: (_, kernel) => Reflect.get(isForward ? referenceKernels : mutated, kernel),
  });
  const forward =
    (run: OpCase["run"]): OpCase["run"] =>
    (...inputs) => {
      isForward = true;
      try {
        return run(...inputs);
      } finally {
        isForward = false;
      }
    };
  return {
    device: new ReferenceDevice("float64", mutant.phase === "always" ? mutated : byPhase),
    forward,
    wrap: (info) => ({ ...info, cases: info.cases.map((opCase) => ({ ...opCase, run: forward(opCase.run) })) }),
  };
}
