import { escapeHtml } from "../../src/train/report/escape.ts";
import type { Results, Row } from "../results.ts";
import { formatTime, threeDigits } from "./format.ts";
import { scrolled } from "./table.ts";

/** Milliseconds of several machines next to each other, and how they compare with the first's: a line for each task on each
 *  kind of device. They are of different days: no ratio within a round says which is faster by how much. */
export function besideTable(runs: readonly Results[]): string {
  const byPlace = runs.map(({ rows }) => new Map(rows.map((row) => [placeOf(row), row])));
  const places = [...new Set(byPlace.flatMap((rows) => [...rows.keys()]))];
  const head = ["", ...runs.map(({ machine }) => `${machine.processor}, ${machine.runtime}`)];
  const lines = places.map((place) => {
    const rows = byPlace.map((each) => each.get(place));
    const cells = rows.map((row) => `<td>${row === undefined ? "–" : timeOf(row, rows[0])}</td>`).join("");
    return `<tr><th scope="row">${escapeHtml(place)}</th>${cells}</tr>`;
  });
  return scrolled("Beside each other", head, [`<tbody>${lines.join("")}</tbody>`]);
}

/** The same on every machine. */
function placeOf({ what, size, pass, facts }: Row): string {
  const { device, backend, threads } = facts;
  const threaded = threads === undefined ? "" : threads === 1 ? ", one thread" : ", threads";
  return `${what} ${size}, ${pass}: ${backend ?? device}${threaded}`;
}

function timeOf(row: Row, first: Row | undefined): string {
  const time = formatTime(row.time.steady.median);
  if (first === undefined || first === row) return time;
  return `${time} <small>${threeDigits(row.time.steady.median / first.time.steady.median)} ×</small>`;
}
