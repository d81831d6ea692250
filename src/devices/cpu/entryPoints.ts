import { type BinaryName, binary, type UnaryName, unary } from "../../../kernels/elementwise/table.ts";
import { entryNames } from "./entries.ts";

const elementwise = [...Object.keys(unary), ...Object.keys(binary)];

/** What passes call in the module, by number. */
export const entryPoints: readonly string[] = [...entryNames, ...elementwise];

/** (out, x, the numbers of the call if there are any) or (out, a, b, their walk). */
export function elementwiseEntry(name: UnaryName | BinaryName): number {
  return entryNames.length + elementwise.indexOf(name);
}
