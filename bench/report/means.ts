import { geometricMean } from "../engine/statistics.ts";
import type { Group, Ratio, Row } from "../results.ts";
import { inGroups, type ReportTask } from "./tasks.ts";

/** The time of a contender by another's, over all tasks of a group at which both took turns. */
export interface Mean {
  readonly group: Group;
  readonly own: string;
  readonly to: string;
  readonly mean: number;
  /** Tasks in all, and by verdict. */
  readonly count: number;
  readonly verdicts: Readonly<Record<Ratio["verdict"], number>>;
}

/** Of the first contender of each task by each other. */
export function meansOf(tasks: readonly ReportTask[]): Mean[] {
  const compared = tasks.flatMap(({ group, rows: [first] }) =>
    first.ratios.map((ratio) => ({ group, own: first.contender, ...ratio })),
  );
  return inGroups(compared, ({ group, own, to }) => JSON.stringify([group, own, to])).map((all) => {
    const [{ group, own, to }] = all;
    const countOf = (verdict: Ratio["verdict"]) => all.filter((each) => each.verdict === verdict).length;
    const verdicts = {
      faster: countOf("faster"),
      slower: countOf("slower"),
      "no difference": countOf("no difference"),
    };
    return { group, own, to, mean: geometricMean(all.map(({ ratio }) => ratio.median)), count: all.length, verdicts };
  });
}

/** The share of the bound of some rows; undefined where fewer than two have one. */
export function meanShare(rows: readonly Row[]): { readonly mean: number; readonly count: number } | undefined {
  const shares = rows.flatMap(({ bound }) =>
    bound !== undefined && bound.share.median > 0 ? [bound.share.median] : [],
  );
  return shares.length < 2 ? undefined : { mean: geometricMean(shares), count: shares.length };
}
