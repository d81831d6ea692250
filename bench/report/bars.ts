import { escapeHtml } from "../../src/train/report/escape.ts";
import type { Row } from "../results.ts";
import { formatShare, formatTime } from "./format.ts";
import { inGroups } from "./tasks.ts";

const head = `<th scope="col">operator</th><th scope="col">pass</th><th scope="col" colspan="2">time</th><th scope="col">of bound</th>`;

/** A row for each pass of each operator of one contender: a bar of its time, its dark part the least that the machine could take.
 *  "" where none has a bound. */
export function timeBars(contender: string, rows: readonly Row[]): string {
  if (rows.every(({ bound }) => bound === undefined)) return "";
  const longest = Math.max(...rows.map(({ time }) => time.steady.median));
  const bodies = inGroups(rows, ({ what, size, shape }) => JSON.stringify([what, size, shape])).map((passes) => {
    const [{ what, size }] = passes;
    const name = `<th scope="rowgroup" rowspan="${passes.length}">${escapeHtml(what).replace(/(?<=[a-z0-9])(?=[A-Z])/g, "<wbr>")} <small>${escapeHtml(size)}</small></th>`;
    const lines = passes.map((row, i) => `<tr>${i === 0 ? name : ""}${cellsOf(row, longest)}</tr>`);
    return `<tbody>${lines.join("")}</tbody>`;
  });
  return `<table class="bars"><caption>${escapeHtml(contender)}</caption><thead><tr>${head}</tr></thead>${bodies.join("")}</table>`;
}

function cellsOf({ pass, time, bound }: Row, longest: number): string {
  const { median } = time.steady;
  const share = bound?.share.median;
  const length = (100 * median) / longest;
  const least = length * Math.min(1, share ?? 0);
  const bar = `<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="${length.toFixed(2)}" height="1"/><rect class="least" width="${least.toFixed(2)}" height="1"/></svg>`;
  return `<td>${escapeHtml(pass)}</td><td class="bar">${bar}</td><td class="number">${formatTime(median)}</td><td class="number">${share === undefined ? "–" : formatShare(share)}</td>`;
}
