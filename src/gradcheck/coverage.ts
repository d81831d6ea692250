import { kind, listOf } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import type { OpCase, OpInfo } from "./op-info/op-info.ts";

/** How many cases of an operator fell into one bucket of an attribute. */
export interface CoverageRow {
  readonly op: string;
  readonly attribute: string;
  readonly bucket: string;
  readonly order: 1 | 2;
  readonly device: string;
  readonly cases: number;
}

const rowsKind = listOf(
  kind("a row of coverage", (value): value is CoverageRow => {
    if (typeof value !== "object" || value === null || !("bucket" in value && "cases" in value)) return false;
    return "order" in value && (value.order === 1 || value.order === 2);
  }),
);

/** One row for every bucket that the operator declares, in order; 0 where none of the cases fell into it. */
export function coverage(
  { name: op, attributes }: OpInfo,
  cases: readonly OpCase[],
  order: 1 | 2,
  device: string,
): CoverageRow[] {
  return Object.entries(attributes).flatMap(([attribute, buckets]) =>
    buckets.map((bucket) => {
      const met = cases.filter((opCase) => opCase.buckets?.[attribute] === bucket);
      return { op, attribute, bucket, order, device, cases: met.length };
    }),
  );
}

/** Adds up what was counted apart, as by several workers.
 *  @param parts the `coverage` of reports.
 *  @returns one row for each bucket, with the sum of the cases.
 *
 *  @example
 *  ```ts
 *  import { mergeCoverage } from "alexgrad/gradcheck";
 *
 *  const row = { op: "sum", attribute: "axes", bucket: "all", order: 1, device: "cpu", cases: 2 } as const;
 *  console.log(mergeCoverage([row], [row]).map(({ cases }) => cases)); // [ 4 ]
 *  ``` */
export function mergeCoverage(...parts: readonly (readonly CoverageRow[])[]): CoverageRow[] {
  checkArgument("mergeCoverage", "the rows", parts, listOf(rowsKind));
  const merged = new Map<string, CoverageRow>();
  for (const row of parts.flat()) {
    const key = JSON.stringify([row.op, row.attribute, row.bucket, row.order, row.device]);
    merged.set(key, { ...row, cases: row.cases + (merged.get(key)?.cases ?? 0) });
  }
  return [...merged.values()];
}

/** The buckets that no case fell into. */
export function missing(rows: readonly CoverageRow[]): CoverageRow[] {
  return rows.filter(({ cases }) => cases === 0);
}
