import { crossoversOf, crossoverTable } from "../../bench/crossover.ts";
import { shareOfBound } from "../../bench/engine/measure.ts";
import { formatAmount, formatShare, formatTime, threeDigits } from "../../bench/report/format.ts";
import { meanShare, meansOf } from "../../bench/report/means.ts";
import { kernelShares } from "../../bench/report/profile.ts";
import { contendersOf, imagesPerSecond, type ReportTask, speedIn, tasksOf } from "../../bench/report/tasks.ts";
import type { Machine, Noise, Results, Row, Target } from "../../bench/results.ts";
import { groups } from "../../bench/results.ts";
import { formatBytes } from "../core/ruledTable.ts";
import { formatTable, wrap } from "./format.ts";

/** What a terminal shows: a table for each group, tasks in it with their contenders, and means at its end. */
export function formatResults({ rows, machine, alexgrad, processes }: Results, width: number): string {
  const sections = groups.flatMap((group) => {
    const own = rows.filter((row) => row.group === group);
    return own.length === 0 ? [] : [formatGroup(group, own, width)];
  });
  const head = [wrap(describeMachine(machine, alexgrad), width), wrap(describeFigures(rows, processes), width)];
  const crossovers = crossoversOf(rows);
  const pays = crossovers.length === 0 ? [] : [crossoverTable(crossovers)];
  return [head.join("\n"), ...sections, ...pays, describeTargets(rows)].filter((part) => part !== "").join("\n\n");
}

function describeMachine({ runtime, platform, processor, cores, memoryGiB }: Machine, version: string): string {
  const memory = memoryGiB === undefined ? "" : `, ${memoryGiB} GiB`;
  return `alexgrad ${version} on ${processor}, ${cores} cores${memory}, ${platform}, ${runtime}`;
}

function describeFigures(rows: readonly Row[], processes: number): string {
  if (rows.length === 0) return "Nothing was measured.";
  const counts = rows.map(({ time }) => time.steady.count);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const rounds = `${least === most ? most : `${least} to ${most}`} rounds in turns`;
  const what = processes === 1 ? `medians of ${rounds}` : `medians of ${processes} processes' medians`;
  return `Times are ${what}, ± the median deviation from it. Noise is what a contender differs from itself.`;
}

function formatGroup(group: string, rows: readonly Row[], width: number): string {
  const tasks = tasksOf(rows);
  const lines = tableOf(rows, width).split("\n");
  let at = 1;
  const body = tasks.flatMap((task) => {
    const own = task.rows.flatMap((row) => [lines[at++], ...row.targets.map(describeTarget)]);
    return [...wrap(describeTask(task.rows[0]), width, "    ").split("\n"), ...own];
  });
  return [
    group.toUpperCase(),
    lines[0],
    ...body,
    ...describeMeans(tasks).map((line) => wrap(line, width, "    ")),
    ...(group === "profile" ? describeProfile(rows) : []),
  ].join("\n");
}

/** The kernels of a step with all their calls. */
function describeProfile(rows: readonly Row[]): string[] {
  return contendersOf(rows).map((contender) => {
    const kernels = kernelShares(rows, contender).map(({ kernel, calls, ms, share, ofBound, idle }) => [
      `  ${kernel}`,
      `${calls}`,
      formatTime(ms),
      formatShare(share),
      ofBound === undefined ? "" : formatShare(ofBound),
      idle === undefined ? "" : formatShare(idle),
    ]);
    return `\n${formatTable([[contender, "calls", "time", "of all", "of bound", "idle"], ...kernels])}`;
  });
}

function describeTask({ what, size, pass, shape, work }: Row): string {
  const { flop, bytes } = work;
  const amounts = [
    ...(flop > 0 ? [formatAmount(flop, "FLOP")] : []),
    ...(bytes > 0 ? [formatAmount(bytes, "B")] : []),
    ...(flop > 0 && bytes > 0 ? [`${threeDigits(flop / bytes)} FLOP/byte`] : []),
  ];
  return `${what} ${size}, ${pass}: ${[shape, amounts.join(", ")].filter((part) => part !== "").join("; ")}`;
}

interface Column {
  readonly head: string;
  readonly cell: (row: Row) => string;
  /** Left out first where the table is too wide. */
  readonly isSpare?: true;
}

const columns: readonly Column[] = [
  { head: "", cell: ({ contender }) => `  ${contender}` },
  { head: "time", cell: ({ time }) => formatTime(time.steady.median) },
  { head: "±", cell: ({ time }) => `${threeDigits((100 * time.steady.mad) / time.steady.median)} %` },
  { head: "first", cell: ({ time }) => formatTime(time.first), isSpare: true },
  { head: "compile", cell: ({ time }) => formatTime(time.compile), isSpare: true },
  { head: "rate", cell: rate },
  { head: "of bound", cell: ({ bound }) => (bound ? `${formatShare(bound.share.median)} ${bound.kind}` : "") },
  { head: "to first", cell: compared },
];

const peak: Column = { head: "peak", cell: ({ peakBytes }) => formatBytes(peakBytes ?? 0) };

function tableOf(rows: readonly Row[], width: number): string {
  const named = rows.some(({ group }) => group === "network") ? [...columns, peak] : columns;
  const used = named.filter(({ head, cell }) => head === "" || rows.some((row) => cell(row) !== ""));
  const cut = used.filter(({ isSpare }) => !isSpare);
  const draw = (some: readonly Column[]) => {
    return formatTable([some.map(({ head }) => head), ...rows.map((row) => some.map(({ cell }) => cell(row)))]);
  };
  const whole = draw(used);
  return whole.split("\n").every((line) => line.length <= width) ? whole : draw(cut);
}

function rate(row: Row): string {
  const { time, work, bound } = row;
  const images = imagesPerSecond(row);
  if (images !== undefined) return `${threeDigits(images)} images/s`;
  if (work.calls !== undefined) return `${threeDigits((1000 * time.steady.median) / work.calls)} µs a call`;
  const unit = bound?.kind === "memory" ? "GB/s" : "GFLOP/s";
  return `${threeDigits(speedIn(unit, row))} ${unit}`;
}

/** The first contender shows the noise, the others their time by its. */
function compared({ noise, ratios }: Row): string {
  if (noise)
    return noise.isProven
      ? `noise ±${threeDigits(100 * noise.spread)} %`
      : `unproven: ${threeDigits(noise.ratio.median)}`;
  const [first] = ratios;
  return first === undefined ? "" : `${first.ratio.median.toFixed(2)} ${words[first.verdict]}`;
}

const words = { faster: "faster", slower: "slower", "no difference": "same" } as const;

function describeTarget({ of, atLeast, atMost, value, isMet }: Target): string {
  const isShare = of === shareOfBound;
  const number = (x: number) => (isShare ? formatShare(x) : x.toFixed(2));
  const asked = atLeast === undefined ? `≤ ${number(atMost!)}` : `≥ ${number(atLeast)}`;
  return `    ${isMet ? "pass" : "MISS"}  ${isShare ? of : `time / ${of}`}: ${number(value)}, asked ${asked}`;
}

/** Geometric means over all tasks of a group: of the bound, and of the first contender's time by the others'. */
function describeMeans(tasks: readonly ReportTask[]): string[] {
  const rows = tasks.flatMap((task) => task.rows);
  const shares = contendersOf(rows).flatMap((name) => {
    const share = meanShare(rows.filter(({ contender }) => contender === name));
    return share ? [`${name}: ${formatShare(share.mean)} of the bound, geometric mean of ${share.count}`] : [];
  });
  const ratios = meansOf(tasks).flatMap(({ own, to, mean, count, verdicts }) => {
    const { faster, slower, "no difference": same } = verdicts;
    const counts = `faster in ${faster}, slower in ${slower}, the same in ${same}`;
    return count < 2 ? [] : [`${own} by ${to}: ${mean.toFixed(2)} of its time, geometric mean of ${count}; ${counts}`];
  });
  return [...shares, ...ratios];
}

function describeTargets(rows: readonly Row[]): string {
  const targets = rows.flatMap((row) => row.targets.map((target) => ({ row, target })));
  const missed = targets.filter(({ target }) => !target.isMet);
  const noises = rows.flatMap(({ noise }): Noise[] => (noise ? [noise] : []));
  const unproven = noises.filter(({ isProven }) => !isProven).length;
  return [
    ...(targets.length > 0 ? [`Targets: ${targets.length - missed.length} of ${targets.length} met.`] : []),
    ...(unproven > 0
      ? [`Unproven: in ${unproven} of ${noises.length} tasks a contender differed from itself; run them again.`]
      : []),
  ].join("\n");
}
