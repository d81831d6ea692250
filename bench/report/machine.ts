import { escapeHtml } from "../../src/train/report/escape.ts";
import type { Results, Row } from "../results.ts";

/** What was measured, on what, and how often. */
export function machineFacts({ machine, date, alexgrad, processes, rows }: Results): string {
  const rounds = rows.map(({ time }) => time.steady.count);
  const range = [Math.min(...rounds), Math.max(...rounds)];
  const facts: (readonly [name: string, value: string])[] = [
    ["processor", machine.processor],
    ["cores", machine.cores.toString()],
    ...(machine.memoryGiB === undefined ? [] : [["memory", `${machine.memoryGiB} GiB`] as const]),
    ["runtime", `${machine.runtime}, ${machine.platform}`],
    ...seen("SIMD", rows, ({ facts }) => facts.simd),
    ...seen("GPU", rows, ({ facts }) => [facts.adapter, facts.backend].filter(Boolean).join(", ")),
    ["alexgrad", alexgrad],
    ["measured", date.slice(0, 16).replace("T", " ")],
    ["processes", processes.toString()],
    ...(rows.length === 0 ? [] : [["rounds", range[0] === range[1] ? `${range[0]}` : range.join(" to ")] as const]),
    ["rows", rows.length.toString()],
  ];
  return `<dl class="facts">${facts.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`).join("")}</dl>`;
}

function seen(
  name: string,
  rows: readonly Row[],
  factOf: (row: Row) => string | undefined,
): (readonly [string, string])[] {
  const values = [...new Set(rows.map(factOf))].filter(Boolean);
  return values.length === 0 ? [] : [[name, values.join("; ")]];
}
