import { counted } from "../../src/core/counted.ts";
import { escapeHtml } from "../../src/train/report/escape.ts";
import { geometricMean, spreadOf } from "../engine/statistics.ts";
import type { Row } from "../results.ts";
import { formatShare, formatSpread, threeDigits } from "./format.ts";
import { meansOf } from "./means.ts";
import { asked, sayValue, scrolled, sign } from "./table.ts";
import type { ReportTask } from "./tasks.ts";

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly isBad?: boolean;
}

/** What one would ask first. */
export function tiles(tasks: readonly ReportTask[]): string {
  const rows = tasks.flatMap((task) => task.rows);
  const all: Tile[] = [...targetTiles(rows), ...shareTiles(tasks), ...noiseTiles(rows)];
  const drawn = all.map(
    ({ name, value, note, isBad }) =>
      `<div><dt>${escapeHtml(name)}</dt><dd class="value${isBad ? " missed" : ""}">${escapeHtml(value)}</dd><dd>${escapeHtml(note)}</dd></div>`,
  );
  return drawn.length === 0 ? "" : `<dl class="tiles">${drawn.join("")}</dl>`;
}

function targetTiles(rows: readonly Row[]): Tile[] {
  const targets = rows.flatMap((row) => row.targets);
  const missed = targets.filter(({ isMet }) => !isMet);
  if (targets.length === 0) return [];
  return [
    {
      name: "Targets met",
      value: `✓ ${targets.length - missed.length} of ${targets.length}`,
      note: "what this project holds itself to",
    },
    {
      name: "Targets missed",
      value: `✗ ${missed.length}`,
      note: missed.length === 0 ? "none" : "listed below",
      isBad: missed.length > 0,
    },
  ];
}

const nameOf = ({ what, size, pass }: Row) => `${[what, size].filter(Boolean).join(" ")}, ${pass}`;

/** A mean over sizes of one operator would depend on which sizes were chosen. */
const isOneOfMany = ({ group }: ReportTask) => !["scaling", "crossover", "profile"].includes(group);

/** Of those that come first, which are what is being measured. */
function shareTiles(tasks: readonly ReportTask[]): Tile[] {
  const bounded = tasks
    .filter(isOneOfMany)
    .flatMap(({ rows: [first] }) => (first.bound === undefined ? [] : [{ first, share: first.bound.share.median }]));
  const sorted = bounded.sort((a, b) => b.share - a.share);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined) return [];
  return [
    {
      name: "Best share of the bound",
      value: formatShare(best.share),
      note: `${nameOf(best.first)}; ${best.first.contender}`,
    },
    {
      name: "Worst share of the bound",
      value: formatShare(worst.share),
      note: `${nameOf(worst.first)}; ${worst.first.contender}`,
    },
    {
      name: "Share of the bound, geometric mean",
      value: formatShare(geometricMean(sorted.map(({ share }) => share))),
      note: `of ${counted(sorted.length, "task")}, losing ones included`,
    },
  ];
}

function noiseTiles(rows: readonly Row[]): Tile[] {
  const noises = rows.flatMap(({ noise }) => (noise === undefined ? [] : [noise]));
  if (noises.length === 0) return [];
  const unproven = noises.filter(({ isProven }) => !isProven).length;
  return [
    {
      name: "Noise",
      value: formatSpread(spreadOf(noises.map(({ spread }) => spread)).median),
      note: `median; within it there is no difference${unproven === 0 ? "" : `; ? ${counted(unproven, "task")} unproven`}`,
    },
  ];
}

/** Every target, those that are missed first. "" where there are none. */
export function targetsTable(rows: readonly Row[]): string {
  const all = rows.flatMap((row) => row.targets.map((target) => ({ row, target })));
  if (all.length === 0) return "";
  const sorted = all.sort((a, b) => Number(a.target.isMet) - Number(b.target.isMet));
  const lines = sorted.map(({ row, target }) => {
    const cells = [sign(target), `${sayValue(target)} <small>asked: ${escapeHtml(asked(target))}</small>`];
    return `<tr><th scope="row">${escapeHtml(nameOf(row))} <small>${escapeHtml(row.contender)}</small></th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return scrolled("Targets", ["figure", "verdict", "measured"], [`<tbody>${lines.join("")}</tbody>`]);
}

/** One line for each with whom the first of a task took turns, over all tasks of a group. "" where nobody did. */
export function meansTable(tasks: readonly ReportTask[]): string {
  const means = meansOf(tasks.filter(isOneOfMany));
  if (means.length === 0) return "";
  const lines = means.map(({ group, own, to, mean, verdicts }) => {
    const counts = [verdicts.faster, verdicts.slower, verdicts["no difference"]].map(String);
    const cells = [to, group, threeDigits(mean), ...counts];
    return `<tr><th scope="row">${escapeHtml(own)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
  });
  return scrolled(
    "Geometric means of times within a round",
    ["time of", "by that of", "tasks", "mean", "faster in", "slower in", "no difference in"],
    [`<tbody>${lines.join("")}</tbody>`],
  );
}
