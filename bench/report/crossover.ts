import { escapeHtml } from "../../src/train/report/escape.ts";
import type { Ratio, Row } from "../results.ts";
import type { Frame } from "./axes.ts";
import { formatTime } from "./format.ts";
import { type Line, linesPlot } from "./lines.ts";
import { colorClass, mark } from "./marks.ts";
import { inGroups, scaleOf } from "./tasks.ts";

/** Where one begins to be faster than the other: an interval, as the noise has it. */
export interface Crossover {
  readonly sizes: readonly [first: number, last: number];
  /** The largest size up to which it is slower everywhere; none where it never is. */
  readonly slowerTo?: number;
  /** The smallest size from which on it is faster everywhere; none where it never is. */
  readonly fasterFrom?: number;
}

/** @param verdicts at least one, in order of size. */
export function crossoverOf(verdicts: readonly (readonly [size: number, verdict: Ratio["verdict"]])[]): Crossover {
  const sizes = verdicts.map(([size]) => size);
  const firstNotSlower = verdicts.findIndex(([, verdict]) => verdict !== "slower");
  const slowerTo = firstNotSlower === -1 ? sizes.at(-1) : sizes[firstNotSlower - 1];
  const fasterFrom = sizes[verdicts.findLastIndex(([, verdict]) => verdict !== "faster") + 1];
  return {
    sizes: [sizes[0]!, sizes.at(-1)!],
    ...(slowerTo !== undefined && { slowerTo }),
    ...(fasterFrom !== undefined && { fasterFrom }),
  };
}

/** What the interval means, in words. */
export function sayCrossover({ sizes: [first, last], slowerTo, fasterFrom }: Crossover): string {
  if (slowerTo === last) return "slower at every size";
  if (fasterFrom === first) return "faster at every size";
  const [slower, faster] = [`slower up to ${slowerTo}`, `faster from ${fasterFrom} on`];
  if (fasterFrom === undefined)
    return slowerTo === undefined ? "not settled at any size" : `${slower}, then not settled`;
  return slowerTo === undefined ? `not settled at first, ${faster}` : `${slower}, ${faster}`;
}

const lane = 17;

/** Times of the cpu and of the gpu over sizes: rows of one operator and pass, in order of size. Under the plot a lane for each way to count the gpu's
 *  time: where the cpu is faster, where it is not settled, where the gpu is. */
export function crossoverPlot(title: string, rows: readonly Row[], contenders: readonly string[]): string {
  const own = rows.find(({ facts }) => facts.device === "cpu")?.contender;
  const lines = inGroups(rows, ({ contender }) => contender).map(
    (points): Line => ({
      name: points[0].contender,
      place: contenders.indexOf(points[0].contender),
      points: points.map((row) => [scaleOf(row), row.time.steady.median] as const),
    }),
  );
  const lanes = inGroups(
    rows.filter(({ facts }) => facts.device === "gpu"),
    ({ contender }) => contender,
  ).flatMap((points) => {
    const verdicts = points.flatMap((row) => {
      const verdict = row.ratios.find(({ to }) => to === own)?.verdict;
      return verdict === undefined ? [] : [[scaleOf(row), verdict] as const];
    });
    const { contender } = points[0];
    if (verdicts.length === 0) return [];
    return [{ name: contender, place: contenders.indexOf(contender), ...crossoverOf(verdicts) }];
  });
  const note = `<ul class="notes">${lanes.map((each) => `<li>${escapeHtml(`${each.name}: ${sayCrossover(each)}`)}</li>`).join("")}</ul>`;
  return linesPlot(lines, {
    title,
    x: nameOfScale(rows),
    y: "ms",
    format: formatTime,
    below: {
      height: lanes.length * lane + 6,
      draw: (frame) => lanes.map((each, i) => drawLane(each, i, frame)).join(""),
    },
    note,
  });
}

/** "n" of "n = 256" and of "256³", "batch" of "batch 8", "channels" of "64 channels". */
export function nameOfScale(rows: readonly Pick<Row, "size">[]): string {
  const size = rows[0]?.size ?? "";
  const [, before, after] = /^([\p{L} ]+?)?\s*=?\s*\d[\d.]*\s*(\p{L}+)?/u.exec(size) ?? [];
  return before ?? after ?? (size.includes("³") ? "n" : "size");
}

function drawLane(crossover: Crossover & { readonly place: number }, i: number, frame: Frame): string {
  const { place, sizes, slowerTo, fasterFrom } = crossover;
  const { left, right, bottom } = frame.inside;
  const y = bottom + 42 + i * lane;
  const at = (size: number | undefined, otherwise: number) => (size === undefined ? otherwise : frame.atX(size));
  const from = slowerTo === sizes[1] ? right : at(slowerTo, left);
  const to = fasterFrom === sizes[0] ? left : at(fasterFrom, right);
  const piece = (kind: string, x1: number, x2: number, word: string) => {
    const text =
      x2 - x1 > 6.2 * word.length
        ? `<text x="${((x1 + x2) / 2).toFixed(1)}" y="${y + 9}" text-anchor="middle">${word}</text>`
        : "";
    const hatching = kind === "open" ? `<path class="hatching" d="${hatches(x1, x2, y + 12).join("")}"/>` : "";
    return x2 - x1 < 0.5
      ? ""
      : `<rect class="lane ${kind}" x="${x1.toFixed(1)}" y="${y}" width="${(x2 - x1).toFixed(1)}" height="12"/>${hatching}${text}`;
  };
  return `<g class="${colorClass(place)}">${mark(place, left - 14, y + 6)}${piece("cpu", left, from, "cpu")}${piece("open", from, to, "not settled")}${piece("gpu", to, right, "gpu")}</g>`;
}

const hatches = (left: number, right: number, bottom: number): string[] =>
  Array.from(
    { length: Math.floor((right - left - 6) / 5) + 1 },
    (_, i) => `M${(left + 5 * i).toFixed(1)} ${bottom}l6 -12`,
  );
