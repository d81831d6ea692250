import type { CoverageRow } from "../../src/gradcheck/coverage.ts";

export interface CoveredDevice {
  readonly name: string;
  /** What ran, and for how many cases of an operator and order; or why nothing did. */
  readonly description: string;
  readonly ran: boolean;
}

/** Cases by operator, attribute, bucket and device: of order 1 and of order 2. */
export type Grid = Record<string, Record<string, Record<string, Record<string, [number, number]>>>>;

export function gridOf(rows: readonly CoverageRow[]): Grid {
  const grid: Grid = {};
  for (const { op, attribute, bucket, device, order, cases } of rows) {
    grid[op] ??= {};
    grid[op][attribute] ??= {};
    grid[op][attribute][bucket] ??= {};
    grid[op][attribute][bucket][device] ??= [0, 0];
    grid[op][attribute][bucket][device][order - 1] = cases;
  }
  return grid;
}

/** The page of the documentation: one table for each operator. */
export function coveragePage(grid: Grid, devices: readonly CoveredDevice[]): string {
  const ran = devices.filter((device) => device.ran).map(({ name }) => name);
  const columns = ran.flatMap((name) => [`${name}, order 1`, `${name}, order 2`]);
  const sections = Object.entries(grid).map(([op, attributes]) => {
    const rows = Object.entries(attributes).flatMap(([attribute, buckets]) =>
      Object.entries(buckets).map(([bucket, counts]) => {
        const cells = ran
          .flatMap((name) => counts[name] ?? [0, 0])
          .map((count) => (count === 0 ? "**none**" : `${count}`));
        return line([attribute, bucket, ...cells]);
      }),
    );
    return [
      `## ${op}`,
      "",
      line(["attribute", "", ...columns]),
      line(["---", "---", ...columns.map(() => "--:")]),
      ...rows,
    ].join("\n");
  });
  return [
    "---",
    "order: 5",
    "---",
    "",
    "# What the gradient checks exercise",
    "",
    "The number of random cases of every operator that fell into each bucket of its attributes and passed every oracle of",
    "[the gradient checker](../guides/gradcheck.md), by order and device. Made by `npm run coverage`; the same as JSON:",
    "[coverage.json](coverage.json).",
    "",
    ...devices.map(({ name, description }) => `- ${name}: ${description}`),
    "",
    sections.join("\n\n"),
    "",
  ].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
