import { makeAxis } from "../train/report/axis.ts";
import { sixDigits } from "../train/report/chart.ts";
import { escapeHtml } from "../train/report/escape.ts";
import type { Answer } from "./answer.ts";

/** As wide as a telephone's page leaves room for: text keeps its size. */
const size = { width: 360, left: 12, right: 12, row: 46, axis: 40 } as const;

/** Each comparison by one measure as a row: a dot for each pair of trainings, their mean with its 95 % interval, and a line
 *  where there is no difference. "" if no pair can be shown.
 *  @param scale what a difference is multiplied by to be shown. */
export function differencePlot(answers: readonly Answer[], { title, scale }: { title: string; scale: number }): string {
  const shown = answers.filter(({ differences }) => differences.length > 0);
  if (shown.length === 0) return "";
  const ends = shown.flatMap(({ differences, interval }) => [
    ...differences,
    ...(interval === null ? [] : [interval.low, interval.high]),
  ]);
  const axis = makeAxis(
    ends.map((value) => scale * value),
    "linear",
    5,
    true,
  );
  const inner = size.width - size.left - size.right;
  const at = (value: number) => (size.left + axis.at(scale * value) * inner).toFixed(1);
  const height = shown.length * size.row + size.axis;
  const bottom = height - size.axis;
  const ticks = axis.ticks.map((tick) => {
    const x = at(tick / scale);
    const lines = shown.map((_, i) => `M${x},${i * size.row + 24}v${size.row - 24}`).join("");
    return `<path class="grid" d="${lines}"/><text x="${x}" y="${bottom + 15}" text-anchor="middle">${sixDigits(tick).replace("-", "−")}</text>`;
  });
  const rows = shown.map(({ variants: [first, other], differences, difference, interval }, i) => {
    const y = i * size.row + 32;
    const dots = differences.map(
      (value) => `<circle cx="${at(value)}" cy="${y}" r="3" fill="none" stroke="currentColor"/>`,
    );
    const bar =
      interval === null
        ? ""
        : `<path d="M${at(interval.low)},${y - 5}v10M${at(interval.low)},${y}H${at(interval.high)}M${at(interval.high)},${y - 5}v10" fill="none" stroke="currentColor" stroke-width="2"/><circle cx="${at(difference!)}" cy="${y}" r="4.5" fill="currentColor"/>`;
    return `<text x="${size.left}" y="${y - 14}">${escapeHtml(`${other} less ${first}`)}</text>${dots.join("")}${bar}`;
  });
  const zero = `<line x1="${at(0)}" x2="${at(0)}" y1="24" y2="${bottom}" stroke="currentColor" stroke-dasharray="3 3"/>`;
  const said = escapeHtml(title);
  return `<figure><figcaption>${said}</figcaption><svg viewBox="0 0 ${size.width} ${height}" role="img" aria-label="${said}">${ticks.join("")}${zero}${rows.join("")}<text x="${size.width / 2}" y="${height - 6}" text-anchor="middle">${escapeHtml(`right of 0: lower with ${shown[0]!.variants[0]}`)}</text></svg></figure>`;
}
