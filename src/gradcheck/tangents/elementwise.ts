import { forEach } from "../../../kernels/shared/walk.ts";
import type { BroadcastGeometry } from "../../core/geometry/strided.ts";
import type { Floats } from "../../devices/device.ts";
import type { Rules, Tangent } from "./rule.ts";

/** f'(x), from x and y = f(x). */
function unary(derivative: (x: number, y: number) => number) {
  return (out: Floats, [x]: readonly [Floats, ...unknown[]], [dx]: readonly [Tangent, ...Tangent[]]): Tangent => {
    return dx === null ? null : dx.map((t, i) => t * derivative(x[i], out[i]));
  };
}

/** ∂f/∂a and ∂f/∂b, from a and b. Only that of an input that moves is asked for. */
function binary(byA: (a: number, b: number) => number, byB: (a: number, b: number) => number) {
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

/** 0 where `own` is smaller, ½ where both are equal. */
const wins = (own: number, other: number) => (own < other ? 0 : own === other ? 0.5 : 1);

export const elementwise: Rules<
  | ("neg" | "exp" | "log" | "sqrt" | "abs" | "clamp" | "relu" | "gate" | "sigmoid" | "tanh" | "sign")
  | ("add" | "sub" | "mul" | "div" | "pow" | "maximum" | "equal" | "greater")
> = {
  neg: unary(() => -1),
  exp: unary((_, y) => y),
  log: unary((x) => 1 / x),
  sqrt: unary((_, y) => 0.5 / y),
  abs: unary((x) => Math.sign(x)),
  sign: () => null,
  clamp: (_, [x, { min, max }], [dx]) => dx?.map((t, i) => (x[i] >= min && x[i] <= max ? t : 0)) ?? null,
  relu: unary((x) => (x <= 0 ? 0 : 1)),
  gate: (_, [, gate], [ddy]) => ddy?.map((t, i) => (gate[i] <= 0 ? 0 : t)) ?? null,
  sigmoid: unary((_, y) => y * (1 - y)),
  tanh: unary((_, y) => 1 - y * y),
  add: binary(
    () => 1,
    () => 1,
  ),
  sub: binary(
    () => 1,
    () => -1,
  ),
  mul: binary(
    (_, b) => b,
    (a) => a,
  ),
  div: binary(
    (_, b) => 1 / b,
    (a, b) => -a / (b * b),
  ),
  pow: binary(
    (a, b) => (b === 0 ? 0 : b * a ** (b - 1)),
    (a, b) => (a === 0 && b >= 0 ? 0 : a ** b * Math.log(a)),
  ),
  maximum: binary(wins, (a, b) => wins(b, a)),
  equal: () => null,
  greater: () => null,
};
