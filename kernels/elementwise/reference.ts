import type { BroadcastGeometry } from "../../src/core/geometry/strided.ts";
import type { Floats } from "../../src/devices/device.ts";
import type { Kernels } from "../../src/devices/kernels.ts";
import { forEach } from "../common/walk.ts";
import { type BinaryName, binary, fromRows, numbersOf, type UnaryName, unary } from "./table.ts";

/** out[i] = f(x[i]). */
export const unaries: Pick<Kernels<Floats>, UnaryName> = fromRows(unary, (row) => {
  return (out: Floats, x: Floats, g?: Readonly<Record<string, number>>) => {
    const [first, second] = numbersOf(row, g);
    for (let i = 0; i < out.length; i++) out[i] = row.f(x[i], first, second);
  };
});

/** out[i] = f(a[j], b[k]), with j and k where element i of the output stands in a and in b. */
export const binaries: Pick<Kernels<Floats>, BinaryName> = fromRows(binary, ({ f }) => {
  return (out: Floats, a: Floats, b: Floats, g: BroadcastGeometry) => {
    forEach(g.walk, (i, j, k) => {
      out[i] = f(a[j], b[k]);
    });
  };
});

/** out[i] = b[i] where condition[i] = 0, else a[i]. */
export function where(out: Floats, condition: Floats, a: Floats, b: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = condition[i] === 0 ? b[i] : a[i];
}

/** out[i] = dy[i] where y[i] > 0 or NaN, else 0. */
export function gate(out: Floats, dy: Floats, y: Floats): void {
  for (let i = 0; i < out.length; i++) out[i] = y[i] <= 0 ? 0 : dy[i];
}
