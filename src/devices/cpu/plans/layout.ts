import type { Walk } from "../../../core/geometry/strided.ts";
import { sizeOf, stridesOf } from "../../../core/shape.ts";
import type { Block, Plans, Step } from "../plan.ts";
import { fill } from "./sources.ts";
import { walkWords } from "./walk.ts";

export const layoutPlans = {
  strided(_, out, x, { walk, offset }) {
    const from = x.address + 4 * offset;
    return (
      transpose(out, from, walk) ?? {
        entry: "strided",
        pointers: [out.address, from],
        words: walkWords("strided", walk),
        units: out.size,
        cost: walk.strides[0]!.at(-1)! > 1 ? 1.5 : 0.4,
        align: 16,
      }
    );
  },
  pad: (_, out, x, { walk, offset, value }) => [fill(out, value), place("pad", out, offset, x, walk)],
  concat(_, out, a, b, { rows, aRow, bRow }) {
    const part = (offset: number, x: Block, row: number) =>
      place("concat", out, offset, x, { dims: [rows, row], strides: [[aRow + bRow, 1]] });
    return [part(0, a, aRow), part(aRow, b, bRow)];
  },
} satisfies Partial<Plans>;

/** All of x, put where the walk goes in `out`. */
function place(kernel: string, out: Block, offset: number, x: Block, walk: Walk): Step {
  return {
    entry: "place",
    pointers: [out.address + 4 * offset, x.address],
    words: walkWords(kernel, walk),
    units: x.size,
    cost: walk.strides[0]!.at(-1)! > 1 ? 1.5 : 0.4,
    align: 16,
  };
}

/** Where neighbours in the output's rows are far apart in x, but those along another dimension are not: by blocks. */
function transpose(out: Block, from: number, { dims, strides }: Walk): Step | undefined {
  const [xStrides] = strides as [readonly number[]];
  const last = dims.length - 1;
  const [columns, stride] = [dims[last]!, xStrides[last]!];
  const row = xStrides.indexOf(1);
  if (stride <= 1 || row < 0 || columns < 4 || dims[row]! < 4) return undefined;
  // The walk over rows: all dimensions but the columns, with the one whose neighbours are close in x behind the others.
  const order = [...dims.keys()].filter((d) => d !== row && d !== last).concat(row);
  const at = (values: readonly number[]) => order.map((d) => values[d]!);
  const rows: Walk = { dims: at(dims), strides: [at(stridesOf(dims)), at(xStrides)] };
  return {
    entry: "transpose",
    pointers: [out.address, from],
    words: [columns, stride, ...walkWords("strided", rows)],
    units: sizeOf(rows.dims),
    cost: columns,
    align: 16,
  };
}
