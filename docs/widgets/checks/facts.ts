import { readFileSync } from "node:fs";
import { opInfos } from "../../../src/gradcheck/op-info/index.ts";
import { catalog } from "../../museum/catalog/index.ts";

/** What is known of an operator's checks before any is run. */
export interface Facts {
  /** The seeded bugs that its random cases must notice. */
  readonly bugs: readonly string[];
  /** By device: how many buckets of its attributes random cases fell into, of how many, and how many cases of order 1 and 2
   *  that were. */
  readonly covered: Readonly<Record<string, readonly [met: number, of: number, first: number, second: number]>>;
}

type Grid = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Counts>>>>>>;
type Counts = Readonly<Record<string, readonly [number, number]>>;

/** What is known of each differentiable operator. In Node alone: a page takes the result, which the build puts in place of this file. */
export const facts: Readonly<Record<string, Facts>> = collect();

function collect(): Record<string, Facts> {
  const { grid }: { grid: Grid } = JSON.parse(
    readFileSync(new URL("../../house/coverage.json", import.meta.url), "utf8"),
  );
  return Object.fromEntries(
    opInfos.map(({ name }) => {
      const bugs = catalog.filter(({ ops }) => ops.includes(name)).map((bug) => bug.name);
      return [name, { bugs, covered: coverageOf(Object.values(grid[name] ?? {})) }];
    }),
  );
}

function coverageOf(attributes: readonly Readonly<Record<string, Counts>>[]): Facts["covered"] {
  const buckets = attributes.flatMap((each) => Object.values(each));
  const devices = [...new Set(buckets.flatMap((bucket) => Object.keys(bucket)))];
  return Object.fromEntries(
    devices.map((device) => {
      const met = buckets.filter((bucket) => (bucket[device] ?? [0, 0]).every((count) => count > 0));
      // Each case falls into one bucket of every attribute that applies to it.
      const cases = (order: 0 | 1) =>
        Math.max(
          ...attributes.map((each) =>
            Object.values(each).reduce((sum, bucket) => sum + (bucket[device]?.[order] ?? 0), 0),
          ),
        );
      return [device, [met.length, buckets.length, cases(0), cases(1)]];
    }),
  );
}
