import { type AxisKind, makeAxis } from "./axis.ts";
import { escapeHtml } from "./escape.ts";
import { type Series, thin } from "./series.ts";
import { numbers } from "./tables.ts";

export interface ChartOptions {
  readonly title: string;
  readonly xLabel: string;
  /** How a value of y is written. Default: three digits, and round numbers beside the axis in full. */
  readonly format?: (y: number) => string;
  /** Logarithmic y; values ≤ 0 are left out. Default: false. */
  readonly log?: boolean;
  /** Whether y begins at 0. Default: false. */
  readonly isFromZero?: boolean;
  /** Default: "whole": epochs or steps. */
  readonly x?: AxisKind;
  /** Places on the x axis where something changed. Default: none. */
  readonly marks?: readonly ChartMark[];
}

export interface ChartMark {
  readonly x: number;
  readonly label: string;
}

/** In a page as wide as a telephone this is about its width: text keeps its size. */
const size = { width: 360, height: 230, left: 52, right: 12, top: 10, bottom: 36 };
const colors = ["#2f6fbb", "#d1602a", "#3b8f5c", "#9355a8", "#b8902a", "#4a9aa8", "#b0446a", "#777777"];
const mostPoints = 360;
/** Dots further apart than this, in pixels, are drawn. */
const sparse = 7;

/** Never the same one twice. */
export function colorAt(i: number): string {
  return colors[i] ?? `hsl(${Math.round(i * 137.5) % 360} 55% 50%)`;
}

/** A line chart as SVG in a figure, with a legend, and its numbers folded below. "" if there is nothing to show. */
export function chart(series: readonly Series[], options: ChartOptions): string {
  const { log = false, x = "whole", isFromZero = false, title, xLabel, format = threeDigits, marks = [] } = options;
  const isShown = (value: number, kind: AxisKind) => Number.isFinite(value) && (kind !== "log" || value > 0);
  const usable = series
    .map((each, i) => ({
      ...each,
      color: colorAt(each.color ?? i),
      points: each.points.filter(([x0, y0]) => isShown(x0, x) && isShown(y0, log ? "log" : "linear")),
    }))
    .filter(({ points }) => points.length > 0);
  if (usable.length === 0) return "";
  const drawn = usable.map((each) => ({ ...each, points: thin(each.points, mostPoints) }));
  const all = drawn.flatMap(({ points }) => points);
  const across = makeAxis(
    all.map(([value]) => value),
    x,
    6,
  );
  const up = makeAxis(
    all.map(([, value]) => value),
    log ? "log" : "linear",
    5,
    isFromZero,
  );
  const atX = (value: number) => (size.left + across.at(value) * (size.width - size.left - size.right)).toFixed(1);
  const atY = (value: number) =>
    (size.height - size.bottom - up.at(value) * (size.height - size.top - size.bottom)).toFixed(1);
  const grid = up.ticks.map((y) => {
    const at = atY(y);
    return `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${at}" y2="${at}"/><text x="${size.left - 6}" y="${at}" dy="0.32em" text-anchor="end">${escapeHtml(options.format?.(y) ?? sixDigits(y))}</text>`;
  });
  const below = across.ticks.map(
    (value) =>
      `<text x="${atX(value)}" y="${size.height - size.bottom + 15}" text-anchor="middle">${sixDigits(value)}</text>`,
  );
  const [first, last] = [Math.min(...all.map(([at]) => at)), Math.max(...all.map(([at]) => at))];
  const upright = marks
    .filter((mark) => mark.x >= first && mark.x <= last)
    .map(({ x: at, label }) => {
      const side = across.at(at) > 0.7 ? `x="-4" text-anchor="end"` : `x="4"`;
      return `<g class="mark" transform="translate(${atX(at)} ${size.top})"><line y2="${size.height - size.top - size.bottom}" stroke="currentColor" stroke-dasharray="3 3"/><text ${side} y="9">${escapeHtml(label)}</text></g>`;
    });
  const lines = drawn.map(({ name, points, color, dashed }) => {
    const path = points.map((point) => `${atX(point[0])},${atY(point[1])}`).join(" ");
    const dot = ([at, y]: readonly [number, number]) =>
      `<circle cx="${atX(at)}" cy="${atY(y)}" r="2.5" fill="${color}"><title>${escapeHtml(`${name}, ${xLabel} ${sixDigits(at)}: ${format(y)}`)}</title></circle>`;
    const span = Number(atX(points.at(-1)![0])) - Number(atX(points[0][0]));
    const dots = span < sparse * (points.length - 1) ? "" : points.map(dot).join("");
    return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="1.6"${dashed ? ' stroke-dasharray="5 3"' : ""}/>${dots}`;
  });
  const legend = (drawn.length === 1 && drawn[0].name === "" ? [] : drawn).map(
    ({ name, color, dashed }) =>
      `<span><i style="border-top:3px ${dashed ? "dashed" : "solid"} ${color};"></i>${escapeHtml(name)}</span>`,
  );
  return `<figure><figcaption>${escapeHtml(title)}</figcaption><svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(title)}">${grid.join("")}${below.join("")}${upright.join("")}<text x="${(size.left + size.width) / 2}" y="${size.height - 5}" text-anchor="middle">${escapeHtml(xLabel)}</text>${lines.join("")}</svg><div class="legend">${legend.join("")}</div>${numbers(usable, { xLabel, format, formatX: sixDigits })}</figure>`;
}

function threeDigits(y: number): string {
  return Number(y.toPrecision(3)).toString();
}

/** Without a rounding's tail: 0.3, 1024, 1e-7. */
export function sixDigits(x: number): string {
  const digits = Number(x.toPrecision(6));
  return digits !== 0 && Math.abs(digits) < 1e-3 ? digits.toExponential() : digits.toString();
}
