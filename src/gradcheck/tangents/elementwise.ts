import { forEach } from "../../../kernels/shared/walk.ts";
import type { BroadcastGeometry } from "../../core/geometry/strided.ts";
import type { Floats } from "../../devices/device.ts";
import { binary } from "../op-info/arithmetic.ts";
import type { Binary } from "../op-info/binary.ts";
import { unary } from "../op-info/elementwise.ts";
import { eachRow } from "../op-info/row.ts";
import type { Unary } from "../op-info/unary.ts";
import { constant, type Rules, type Tangent } from "./rule.ts";

function unaryRule({ derivative }: Unary) {
  if (typeof derivative === "string") return constant;
  return (out: Floats, [x, g]: readonly [Floats, ...unknown[]], [dx]: readonly [Tangent, ...Tangent[]]): Tangent => {
    const options = g as Parameters<typeof derivative>[2];
    return dx === null ? null : dx.map((t, i) => t * derivative(x[i], out[i], options));
  };
}

/** Only the derivative by an input that moves is asked for. */
function binaryRule({ derivatives }: Binary) {
  if (typeof derivatives === "string") return constant;
  const [byA, byB] = derivatives;
  return (
    out: Floats,
    [a, b, g]: readonly [Floats, Floats, BroadcastGeometry],
    [da, db]: readonly [Tangent, Tangent, Tangent],
  ): Tangent => {
    if (da === null && db === null) return null;
    const dy = new Float64Array(out.length);
    forEach(g.walk, (i, j, k) => {
      if (da !== null) dy[i] += byA(a[j], b[k]) * da[j];
      if (db !== null) dy[i] += byB(a[j], b[k]) * db[k];
    });
    return dy;
  };
}

export const elementwise: Rules<keyof typeof unary | keyof typeof binary | "gate"> = {
  ...eachRow(unary, unaryRule),
  ...eachRow(binary, binaryRule),
  gate: (_, [, gate], [ddy]) => ddy?.map((t, i) => (gate[i] <= 0 ? 0 : t)) ?? null,
};
