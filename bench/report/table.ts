import { escapeHtml } from "../../src/train/report/escape.ts";
import { shareOfBound } from "../engine/measure.ts";
import type { Ratio, Row, Target } from "../results.ts";
import { formatAmount, formatShare, formatSpread, formatTime, threeDigits } from "./format.ts";
import { imagesPerSecond, type ReportTask, speedIn, type Unit, unitOf } from "./tasks.ts";

/** A table under its name, that scrolls in its own box where it is wider than the page. */
export function scrolled(caption: string, head: readonly string[], bodies: readonly string[], name = ""): string {
  const heads = head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("");
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table${name === "" ? "" : ` class="${name}"`}><caption>${escapeHtml(caption)}</caption><thead><tr>${heads}</tr></thead>${bodies.join("")}</table></div>`;
}

const head = [
  "contender",
  "time",
  "first",
  "compile",
  "warm",
  "speed",
  "of bound",
  "× the first's time",
  "error",
  "target",
];

/** Every task with all that took turns at it. */
export function tasksTable(caption: string, tasks: readonly ReportTask[]): string {
  return scrolled(caption, head, tasks.map(taskBody), "tasks");
}

function taskBody(task: ReportTask): string {
  const [first] = task.rows;
  const { flop, bytes, images } = first.work;
  const unit = unitOf(task.rows);
  const work = [
    ...(flop > 0 ? [formatAmount(flop, "FLOP")] : []),
    ...(bytes > 0 ? [formatAmount(bytes, "B")] : []),
    ...(flop > 0 && bytes > 0 ? [`${threeDigits(flop / bytes)} FLOP per byte`] : []),
    ...(images === undefined ? [] : [`${images} images`]),
  ];
  const unproven = task.rows.some(({ noise }) => noise?.isProven === false)
    ? ' <strong class="missed">? unproven: it differs from itself</strong>'
    : "";
  const title = `<th colspan="${head.length}" scope="rowgroup"><div>${escapeHtml([task.what, task.size].filter(Boolean).join(" "))}, ${escapeHtml(task.pass)}${unproven} <small>${escapeHtml([task.shape, ...work].filter(Boolean).join(" · "))}</small></div></th>`;
  return `<tbody><tr class="task">${title}</tr>${task.rows.map((row) => rowOf(row, first.contender, unit)).join("")}</tbody>`;
}

function rowOf(row: Row, first: string, unit: Unit): string {
  const { steady, compile, warm } = row.time;
  const speed = speedIn(unit, row);
  const images = imagesPerSecond(row);
  const cells = [
    `${formatTime(steady.median)} <small>${formatSpread(steady.mad, steady.median)}</small>`,
    formatTime(row.time.first),
    formatTime(compile),
    formatTime(warm),
    [
      ...(images === undefined ? [] : [`${threeDigits(images)} images/s`]),
      ...(speed > 0 ? [`${threeDigits(speed)} ${unit}`] : []),
    ].join("<br>") || "–",
    row.bound === undefined
      ? "–"
      : `${formatShare(row.bound.share.median)} <small>${escapeHtml(row.bound.kind)}</small>`,
    compared(row, first),
    row.checked === undefined ? "–" : `${formatShare(row.checked)} <small>of allowed</small>`,
    row.targets.map((target) => `${sign(target)} ${escapeHtml(asked(target))}`).join("<br>"),
  ];
  return `<tr><th scope="row">${escapeHtml(row.contender)}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

/** To the first, by its ratio within the rounds; the first to itself, by the noise. */
function compared({ ratios, noise }: Row, first: string): string {
  if (noise !== undefined) return `1 <small>${formatSpread(noise.spread)} noise</small>`;
  const found = ratios.find(({ to }) => to === first);
  return found === undefined
    ? "–"
    : `${threeDigits(found.ratio.median)} <small>${formatSpread(found.ratio.mad, found.ratio.median)} ${escapeHtml(sayVerdict(found.verdict))}</small>`;
}

const verdictSigns: Readonly<Record<Ratio["verdict"], string>> = { faster: "▼", slower: "▲", "no difference": "≈" };

const sayVerdict = (verdict: Ratio["verdict"]) => `${verdictSigns[verdict]} ${verdict}`;

/** With a sign, a word and a color. */
export function sign({ isMet }: Target): string {
  return isMet ? '<strong class="met">✓ met</strong>' : '<strong class="missed">✗ missed</strong>';
}

/** "≥ 75 % of the bound", "≤ 1.30 × onnxruntime-node". */
export function asked({ of, atLeast, atMost }: Target): string {
  const [sign, value = Number.NaN] = atLeast === undefined ? ["≤", atMost] : ["≥", atLeast];
  return isShare(of) ? `${sign} ${formatShare(value)} of the bound` : `${sign} ${threeDigits(value)} × ${of}`;
}

const isShare = (of: string) => of === shareOfBound;

/** What was measured of it, in the same words. */
export const sayValue = ({ of, value }: Target) => (isShare(of) ? formatShare(value) : threeDigits(value));
