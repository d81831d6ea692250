import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import type { Floats } from "../../../src/devices/device.ts";
import { mul, sum } from "../../../src/ops/index.ts";
import { made, values } from "./library.ts";

/** Each element's derivative of one element of `result`, by x; zeros where it does not depend on x. */
export function derivatives(result: Tensor, flat: number, x: Tensor): Floats {
  const pick = made(
    Array.from({ length: result.size }, (_, i) => (i === flat ? 1 : 0)),
    result.shape,
  );
  const [by] = grad(sum(mul(pick, result)), [x], { retainGraph: true, allowUnused: true });
  return by === null ? new Float64Array(x.size) : values(by);
}

/** The gradient of S = Σ v·∂x by each input; zeros for one that S does not depend on. */
export function alongV(v: Tensor, dx: Tensor, inputs: readonly Tensor[]): Floats[] {
  const found = grad(sum(mul(v, dx)), inputs, { retainGraph: true, allowUnused: true });
  return found.map((by, i) => (by === null ? new Float64Array(inputs[i].size) : values(by)));
}
