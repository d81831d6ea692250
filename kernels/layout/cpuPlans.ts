import type { Walk } from "../../src/core/geometry/strided.ts";
import { sizeOf, stridesOf } from "../../src/core/shape.ts";
import * as entries from "../../src/devices/cpu/entries.ts";
import { type Area, elementAt, type Pass } from "../../src/devices/cpu/pass.ts";
import type { Buffer, Plans } from "../../src/devices/cpu/plan.ts";
import { each } from "../common/each.cpuPlans.ts";
import { fill } from "../sources/cpuPlans.ts";

export const layoutPlans = {
  strided(_, out, x, { walk, offset }) {
    const from = elementAt(x, offset);
    return transpose(out, from, walk) ?? entries.strided({ out, x: from, g: walk }, each(out, costOf(walk)));
  },
  pad: (_, out, x, { walk, offset, value }) => [fill(out, value), place(out, offset, x, walk)],
  concat(_, out, a, b, { rows, aRow, bRow }) {
    const part = (offset: number, x: Buffer, row: number) =>
      place(out, offset, x, { dims: [rows, row], strides: [[aRow + bRow, 1]] });
    return [part(0, a, aRow), part(aRow, b, bRow)];
  },
} satisfies Partial<Plans>;

/** Puts all of x into `out`, where the walk goes. */
function place(out: Buffer, offset: number, x: Buffer, walk: Walk): Pass {
  return entries.place({ out: elementAt(out, offset), x, g: walk }, each(x, costOf(walk)));
}

/** Nanoseconds of an element: more where the walk's neighbors lie apart. */
function costOf({ strides: [own] }: Walk): number {
  return own!.at(-1)! > 1 ? 1.5 : 0.4;
}

/** Works by blocks where neighbors in the output's rows are far apart in x, but those along another dimension are
 *  not. */
function transpose(out: Buffer, x: Area, { dims, strides }: Walk): Pass | undefined {
  const [xStrides] = strides as [readonly number[]];
  const last = dims.length - 1;
  const [columns, stride] = [dims[last], xStrides[last]];
  const row = xStrides.indexOf(1);
  if (stride <= 1 || row < 0 || columns < 4 || dims[row] < 4) return undefined;
  // The walk over rows: all dimensions but the columns, with the one whose neighbors are close in x behind the others.
  const order = [...dims.keys()].filter((d) => d !== row && d !== last).concat(row);
  const at = (values: readonly number[]) => order.map((d) => values[d]);
  const rows: Walk = { dims: at(dims), strides: [at(stridesOf(dims)), at(xStrides)] };
  return entries.transpose(
    { out, x, g: { columns, stride, rows } },
    { units: sizeOf(rows.dims), cost: columns, align: 16 },
  );
}
