import { type AxisKind, makeAxis } from "../../src/train/report/axis.ts";
import { sixDigits } from "../../src/train/report/chart.ts";
import { escapeHtml } from "../../src/train/report/escape.ts";

/** One side of a plot. */
export interface Side {
  readonly label: string;
  readonly kind: AxisKind;
  /** What must find a place on it. */
  readonly values: readonly number[];
  readonly isFromZero?: boolean;
  /** Where it is marked. Default: round numbers. */
  readonly ticks?: readonly number[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Frame {
  readonly atX: (value: number) => number;
  readonly atY: (value: number) => number;
  readonly inside: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** Grid, marks and labels. */
  readonly svg: string;
}

const margin = { left: 48, right: 14, top: 24, bottom: 36 };
/** About as wide as a digit is in a plot. */
const letter = 6.2;

/** The place that a plot is drawn in.
 *  @param below pixels left free under it. */
export function makeFrame(size: Size, x: Side, y: Side, below = 0): Frame {
  const inside = {
    left: margin.left,
    right: size.width - margin.right,
    top: margin.top,
    bottom: size.height - margin.bottom - below,
  };
  const across = makeAxis(x.values, x.kind, 6);
  const up = makeAxis(y.values, y.kind, 5, y.isFromZero);
  const atX = (value: number) => inside.left + across.at(value) * (inside.right - inside.left);
  const atY = (value: number) => inside.bottom - up.at(value) * (inside.bottom - inside.top);
  const isIn = (axis: typeof across) => (value: number) => axis.at(value) >= -1e-9 && axis.at(value) <= 1 + 1e-9;
  const vertical = (name: string) => (value: number) =>
    `<line class="${name}" x1="${atX(value).toFixed(1)}" x2="${atX(value).toFixed(1)}" y1="${inside.top}" y2="${inside.bottom}"/>`;
  const horizontal = (name: string) => (value: number) =>
    `<line class="${name}" x1="${inside.left}" x2="${inside.right}" y1="${atY(value).toFixed(1)}" y2="${atY(value).toFixed(1)}"/>`;
  const xTicks = apart(x.ticks ?? across.ticks, atX);
  const yTicks = y.ticks ?? up.ticks;
  const minor = (side: Side, axis: typeof across) =>
    side.kind === "log" && side.ticks === undefined ? between(axis.ticks).filter(isIn(axis)) : [];
  return {
    atX,
    atY,
    inside,
    svg: [
      ...minor(x, across).map(vertical("minor")),
      ...minor(y, up).map(horizontal("minor")),
      ...xTicks.map(vertical("grid")),
      ...yTicks.map(horizontal("grid")),
      ...xTicks.map(
        (value) =>
          `<text x="${atX(value).toFixed(1)}" y="${inside.bottom + 15}" text-anchor="middle">${sixDigits(value)}</text>`,
      ),
      ...yTicks.map(
        (value) =>
          `<text x="${inside.left - 6}" y="${atY(value).toFixed(1)}" dy="0.32em" text-anchor="end">${sixDigits(value)}</text>`,
      ),
      `<text class="axis" x="${(inside.left + inside.right) / 2}" y="${inside.bottom + 31}" text-anchor="middle">${escapeHtml(x.label)}</text>`,
      `<text class="axis" x="4" y="13">${escapeHtml(y.label)}</text>`,
    ].join(""),
  };
}

/** Those whose labels do not touch the one before. */
function apart(ticks: readonly number[], at: (value: number) => number): number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    const needed = last === undefined ? 0 : ((sixDigits(last).length + sixDigits(tick).length) / 2) * letter + 6;
    if (last === undefined || at(tick) - at(last) >= needed) kept.push(tick);
  }
  return kept;
}

/** Multiples of the powers of ten around ticks that are such powers. */
function between(ticks: readonly number[]): number[] {
  const powers = ticks.filter((tick) => Number.isInteger(Math.round(1e9 * Math.log10(tick)) / 1e9));
  if (powers.length === 0 || powers.length < ticks.length) return [];
  return [powers[0]! / 10, ...powers].flatMap((power) => [2, 3, 4, 5, 6, 7, 8, 9].map((factor) => factor * power));
}

/** What lies around values on a logarithmic side, so that no mark stands on its end. */
export function withRoom(values: readonly number[], factor = 1.25): number[] {
  return [...values, Math.min(...values) / factor, Math.max(...values) * factor];
}

/** A plot with its name and what it shows, in words. */
export function drawing(size: Size, title: string, description: string, content: string, name = ""): string {
  return `<svg viewBox="0 0 ${size.width} ${size.height}" role="img"${name === "" ? "" : ` class="${name}"`}><title>${escapeHtml(title)}</title><desc>${escapeHtml(description)}</desc>${content}</svg>`;
}
