import { defineOp, type Op } from "../core/op.ts";

/** Lets a gradient through where a gate is open: linear in dy, and its own adjoint.
 *
 *      y = 0 where gate ≤ 0, even if dy is NaN or infinite there; else dy     ∂dy = gate(∂y)
 *
 *  @param dy a tensor of any shape.
 *  @param gate a tensor of dy's shape.
 *  @returns a tensor of dy's shape. */
export const gate: Op<["dy", "gate"]> = defineOp({
  name: "gate",
  inputs: ["dy", "gate"],
  infer: ({ dy }) => ({ shape: dy }),
  forward: (k, { dy, gate }, g) => k.gate(g.shape, dy, gate),
  saves: ["gate"],
  backward: (v, saved) => ({ dy: () => gate(v, saved.gate) }),
});
