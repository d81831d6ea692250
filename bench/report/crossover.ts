import { type Crossover, describeCrossover } from "../../src/devices/crossover.ts";
import { escapeHtml } from "../../src/train/report/escape.ts";
import { crossoversOf } from "../crossover.ts";
import type { Row } from "../results.ts";
import type { Frame } from "./axes.ts";
import { formatTime } from "./format.ts";
import { type Line, linesPlot } from "./lines.ts";
import { colorClass, mark } from "./marks.ts";
import { inGroups, scaleOf } from "./tasks.ts";

const lane = 17;

/** Times of the cpu and of the gpu over sizes: rows of one operator and pass, in order of size. Under the plot a lane for each
 *  way to count the gpu's time, against the cpu with most threads: where the cpu is faster, where it is not settled, where the
 *  gpu is. */
export function crossoverPlot(title: string, rows: readonly Row[], contenders: readonly string[]): string {
  const lines = inGroups(rows, ({ contender }) => contender).map(
    (points): Line => ({
      name: points[0].contender,
      place: contenders.indexOf(points[0].contender),
      points: points.map((row) => [scaleOf(row), row.time.steady.median] as const),
    }),
  );
  const threads = new Map(rows.map(({ contender, facts }) => [contender, facts.threads ?? 0]));
  const all = crossoversOf(rows);
  const most = Math.max(...all.map(({ cpu }) => threads.get(cpu)!));
  const lanes = all.filter(({ cpu }) => threads.get(cpu) === most);
  const notes = lanes.map((each) => `${each.gpu}: ${describeCrossover(each, each.unit)}`);
  return linesPlot(lines, {
    title,
    x: nameOfScale(rows),
    y: "ms",
    format: formatTime,
    below: {
      height: lanes.length * lane + 6,
      draw: (frame) => lanes.map((each, i) => drawLane(each, contenders.indexOf(each.gpu), i, frame)).join(""),
    },
    note: `<ul class="notes">${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join("")}</ul>`,
  });
}

/** "n" of "n = 256" and of "256³", "batch" of "batch 8", "channels" of "64 channels". */
export function nameOfScale(rows: readonly Pick<Row, "size">[]): string {
  const size = rows[0]?.size ?? "";
  const [, before, after] = /^([\p{L} ]+?)?\s*=?\s*\d[\d.]*\s*(\p{L}+)?/u.exec(size) ?? [];
  return before ?? after ?? (size.includes("³") ? "n" : "size");
}

function drawLane({ cpuUpTo, gpuFrom, measured }: Crossover, place: number, i: number, frame: Frame): string {
  const { left, right, bottom } = frame.inside;
  const y = bottom + 42 + i * lane;
  const at = (size: number | null, otherwise: number) => (size === null ? otherwise : frame.atX(size));
  const from = cpuUpTo === measured[1] ? right : at(cpuUpTo, left);
  const to = gpuFrom === measured[0] ? left : at(gpuFrom, right);
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
