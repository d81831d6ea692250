import { defineOp, type Op } from "../core/op.ts";

/** 0 where the gate is ≤ 0, even if dy is NaN or infinite there; else dy. Linear in dy, and its own adjoint. */
export const gate: Op<["dy", "gate"]> = defineOp({
  name: "gate",
  inputs: ["dy", "gate"],
  infer: ({ dy }) => ({ shape: dy }),
  forward: (k, { dy, gate }, g) => k.gate(g.shape, dy, gate),
  saves: ["gate"],
  backward: (v, saved) => ({ dy: () => gate(v, saved.gate) }),
});
