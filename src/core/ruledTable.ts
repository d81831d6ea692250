/** Rows under their headings and over their sums, with rules between; the first `left` columns at the left, the numbers
 *  after them at the right. */
export function ruledTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  total: readonly string[],
  left: number,
): string {
  const widths = headings.map((_, i) => Math.max(...[headings, total, ...rows].map((row) => row[i].length)));
  const cell = (text: string, i: number) => (i < left ? text.padEnd(widths[i]) : text.padStart(widths[i]));
  const line = (row: readonly string[]) => row.map(cell).join("  ").trimEnd();
  const rule = "─".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [line(headings), rule, ...rows.map(line), rule, line(total)].join("\n");
}

/** "1,234"; nothing for 0. */
export function formatCount(count: number): string {
  return count === 0 ? "" : count.toLocaleString("en-US");
}

const units = ["B", "KiB", "MiB", "GiB"];

/** "1.5 MiB"; nothing for 0. */
export function formatBytes(bytes: number): string {
  if (bytes === 0) return "";
  const power = Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
