import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import type { Floats } from "../../../src/devices/device.ts";
import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { mul, sum } from "../../../src/ops/index.ts";

import { made, values } from "./library.ts";
import type { Shown } from "./tensors.ts";
import type { Term } from "./terms.ts";

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

/** An element of a gradient of S as the sum over v: each v_j times the derivative by x_j, which goes by a letter.
 *  @param v the tensor called v. @param of the element, such as "0,1". */
export function termsAlongV(v: Shown, letter: string, of: string, by: ArrayLike<number>): Term[] {
  return Array.from(by, (value, j) => ({ value, place: coordinates(j, v.shape).join(","), factor: v.values[j] }))
    .filter(({ value }) => value !== 0)
    .map(({ value, place, factor }) => ({
      factors: [
        { key: `${v.name}:${place}`, value: factor },
        { key: `${letter}:${of},${place}`, value },
      ],
    }));
}
