/** m:ss, or h:mm:ss from one hour on. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Columns padded to their widest cell; the first to the left, the others to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const cell = (text: string, i: number) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]));
  return rows.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}

/** Text in lines of at most `width` characters, broken between words, though not before a %. */
export function wrap(text: string, width = 80, indent = ""): string {
  const lines: string[] = [];
  for (const word of text.split(/ (?!%)/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`${line === undefined ? "" : indent}${word}`);
  }
  return lines.join("\n");
}

/** A table as `formatTable` has it, or where that is wider than `width` each row as a list of its columns, which can still be
 *  compared. */
export function fitTable(rows: readonly (readonly string[])[], width: number): string {
  const table = formatTable(rows);
  if (table.split("\n").every((line) => line.length <= width)) return table;
  const [[, ...heads], ...others] = rows as readonly [readonly string[], ...(readonly string[])[]];
  const longest = Math.min(width >> 1, Math.max(...heads.map((head) => head.length)));
  return others
    .map(([name, ...values]) => {
      const lines = values.map((value, i) => {
        const head = `  ${heads[i].padEnd(longest)}  `;
        return wrap(`${head}${value}`, width, " ".repeat(longest + 4));
      });
      return [name, ...lines].join("\n");
    })
    .join("\n");
}

/** A line of blocks from the lowest value to the highest: each the mean of its share of the values. */
export function sparkline(values: readonly number[], width: number): string {
  const cells = Math.min(width, values.length);
  const means = Array.from({ length: cells }, (_, i) => {
    const part = values.slice(Math.floor((i * values.length) / cells), Math.floor(((i + 1) * values.length) / cells));
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const low = Math.min(...means);
  const range = Math.max(...means) - low || 1;
  return means.map((mean) => "▁▂▃▄▅▆▇█"[Math.round((7 * (mean - low)) / range)]).join("");
}
