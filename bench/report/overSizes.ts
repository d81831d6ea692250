import type { Row } from "../results.ts";
import { nameOfScale } from "./crossover.ts";
import { threeDigits } from "./format.ts";
import { type Line, linesPlot } from "./lines.ts";
import { contendersOf, imagesPerSecond, inGroups, scaleOf, speedIn, unitOf } from "./tasks.ts";

/** A plot for each operator and pass; a contender looks the same in all of them. */
export function plotsOf(
  rows: readonly Row[],
  draw: (title: string, rows: readonly Row[], contenders: readonly string[]) => string,
): string[] {
  const usable = rows.filter((row) => scaleOf(row) > 0);
  const contenders = contendersOf(usable);
  return inGroups(usable, ({ what, pass }) => JSON.stringify([what, pass])).map((all) => {
    const sorted = [...all].sort((a, b) => scaleOf(a) - scaleOf(b));
    return draw(`${all[0].what}, ${all[0].pass}`, sorted, contenders);
  });
}

function linesOf(
  rows: readonly Row[],
  contenders: readonly string[],
  measured: (row: Row) => number | undefined,
  isBound = false,
): Line[] {
  return inGroups(rows, ({ contender }) => contender).flatMap((own) => {
    const points = own.flatMap((row) => {
      const value = measured(row);
      return value === undefined ? [] : [[scaleOf(row), value] as const];
    });
    const { contender } = own[0];
    const name = isBound ? `bound of ${contender}` : contender;
    return points.length === 0 ? [] : [{ name, place: contenders.indexOf(contender), points, isBound }];
  });
}

export function scalingPlot(title: string, rows: readonly Row[], contenders: readonly string[]): string {
  if (rows.every(({ work }) => work.images !== undefined)) return networkPlot(title, rows, contenders);
  // What bounds the largest: the smallest calls are bounded by neither.
  const unit = unitOf(rows.toReversed());
  const speed = (row: Row) => speedIn(unit, row);
  const bounds = linesOf(
    rows,
    contenders,
    (row) => (row.bound === undefined ? undefined : speed(row) / row.bound.share.median),
    true,
  );
  return linesPlot([...bounds, ...linesOf(rows, contenders, speed)], {
    title,
    x: nameOfScale(rows),
    y: unit,
    format: (value) => `${threeDigits(value)} ${unit}`,
  });
}

export function networkPlot(title: string, rows: readonly Row[], contenders: readonly string[]): string {
  return linesPlot(linesOf(rows, contenders, imagesPerSecond), {
    title,
    x: nameOfScale(rows),
    y: "images/s",
    kind: "linear",
    format: (value) => `${threeDigits(value)} images/s`,
  });
}
