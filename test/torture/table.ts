import { formatTable } from "../../src/cli/format.ts";
import { isGood, type Outcome, outcomes } from "./outcome.ts";
import type { Result } from "./run.ts";

export interface Row {
  readonly kind: string;
  readonly cases: number;
  readonly killed: number;
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
}

/** A row for each kind of case, in the order in which they first come. */
export function countOutcomes(results: readonly Result[]): Row[] {
  return [...new Set(results.map(({ kind }) => kind))].map((kind) => {
    const own = results.filter((result) => result.kind === kind);
    const counts: Partial<Record<Outcome, number>> = {};
    for (const { outcome } of own) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return { kind, cases: own.length, killed: own.reduce((sum, { killed = 0 }) => sum + killed, 0), counts };
  });
}

/** Kind by outcome; outcomes that never came are left out. */
export function formatOutcomes(rows: readonly Row[]): string {
  const came = outcomes.filter((outcome) => rows.some(({ counts }) => counts[outcome]));
  const total = (of: (row: Row) => number) => String(rows.reduce((sum, row) => sum + of(row), 0));
  return formatTable([
    ["", "cases", "killed", ...came],
    ...rows.map(({ kind, cases, killed, counts }) => {
      return [kind, String(cases), String(killed), ...came.map((outcome) => String(counts[outcome] ?? 0))];
    }),
    [
      "all",
      total(({ cases }) => cases),
      total(({ killed }) => killed),
      ...came.map((outcome) => total(({ counts }) => counts[outcome] ?? 0)),
    ],
  ]);
}

/** A case by what --only takes, and its outcome. */
export function describeResult({ kind, seed, outcome, detail }: Result): string {
  return `${kind}:${seed}  ${outcome}  ${JSON.stringify(detail.slice(0, 300))}`;
}

/** Every case with a bad outcome. */
export function listBad(results: readonly Result[]): string[] {
  return results.filter((result) => !isGood(result)).map(describeResult);
}
