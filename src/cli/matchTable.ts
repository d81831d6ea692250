import { formatShape, type Shape, transposition } from "../core/shape.ts";
import type { LoadReport } from "../core/state.ts";
import type { Module } from "../nn/module.ts";
import { formatTable } from "./format.ts";

const mostRows = 40;
const mostLetters = 60;

/** How many of a network's names a file has, and a table of those that only one of them has, or with another shape. */
export function describeMatch(
  source: string,
  { missing, unexpected, mismatched }: LoadReport,
  model: Module,
  tensors: ReadonlyMap<string, { readonly shape: Shape }>,
): string[] {
  const own = new Map([...model.namedParameters(), ...model.namedBuffers()]);
  const rows = [
    ...mismatched.map(({ name, expected, got }) => {
      const axes = transposition(got, expected);
      const what = axes === null ? "mismatched" : `transposed: [${axes.join(", ")}]`;
      return [name, what, formatShape(expected), formatShape(got)];
    }),
    ...missing.map((name) => [name, "missing", formatShape(own.get(name)!.shape), ""]),
    ...unexpected.map((name) => [name, "unexpected", "", formatShape(tensors.get(name)!.shape)]),
  ];
  const matched = own.size - missing.length - mismatched.length;
  if (rows.length === 0) return [`${source}: ${matched} tensors match`];
  const shown = rows.slice(0, mostRows).map(([name, ...cells]) => {
    return [name.length > mostLetters ? `${name.slice(0, mostLetters)}…` : name, ...cells];
  });
  const lines = formatTable([["", "", "network", "file"], ...shown]).split("\n");
  const isTurned = rows.some(([, what]) => what.startsWith("transposed"));
  return [
    `${source}: ${matched} tensors match; ${rows.length} do not:`,
    ...lines.map((line) => `  ${line}`),
    ...(rows.length > mostRows ? [`  and ${rows.length - mostRows} more`] : []),
    ...(isTurned
      ? ["transposed: --map puts these axes into another order; where maps were flattened before, it needs a view too"]
      : []),
  ];
}
