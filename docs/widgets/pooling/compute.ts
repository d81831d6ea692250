import { grad } from "../../../src/core/backward.ts";
import type { Floats } from "../../../src/devices/device.ts";
import type { ReferenceDevice } from "../../../src/devices/reference.ts";
import { mul, sum } from "../../../src/ops/index.ts";
import { filled } from "../core/fill.ts";
import { made, values } from "../core/library.ts";
import type { Operator, PoolingState } from "./state.ts";

/** Everything that a pooling's drawings show, by the library. */
export interface Computed {
  readonly x: Floats;
  readonly y: Floats;
  readonly dy: Floats;
  readonly dx: Floats;
  readonly v: Floats;
  /** The gradient of Σ v·∂x by ∂y. */
  readonly byDy: Floats;
}

/** @param device one with a bug, to see what it does. Default: the reference. */
export function compute(s: PoolingState, op: Operator, device?: ReferenceDevice): Computed {
  const x = made(filled(s.x, op.xShape), op.xShape, device);
  const y = op.run(x);
  const dy = made(filled(s.dy, op.shape), op.shape, device);
  const [dx] = grad(y, [x], { gradOutputs: [dy], createGraph: true });
  const v = made(filled(s.v, op.xShape), op.xShape, device);
  const [byDy] = grad(sum(mul(v, dx)), [dy]);
  return { x: values(x), y: values(y), dy: values(dy), dx: values(dx), v: values(v), byDy: values(byDy) };
}
