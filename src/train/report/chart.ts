/** One line of a chart. Points that are no number are left out. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface ChartOptions {
  readonly title: string;
  readonly xLabel: string;
  /** How a value of y is written. Default: three digits. */
  readonly format?: (y: number) => string;
  /** Logarithmic y; values ≤ 0 are left out. Default false. */
  readonly log?: boolean;
}

const size = { width: 520, height: 260, left: 56, right: 12, top: 12, bottom: 34 };
const colors = ["#2f6fbb", "#d1602a", "#3b8f5c", "#9355a8", "#b8902a", "#4a9aa8", "#b0446a", "#777777"];
const mostPoints = 400;

/** A line chart as SVG in a figure, with a legend. "" if there is nothing to show. */
export function chart(series: readonly Series[], options: ChartOptions): string {
  const { log = false, format = (y) => Number(y.toPrecision(3)).toString() } = options;
  const usable = series
    .map(({ name, points }) => ({
      name,
      points: thin(points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y) && (!log || y > 0))),
    }))
    .filter(({ points }) => points.length > 0);
  if (usable.length === 0) return "";
  const scaleY = (y: number) => (log ? Math.log10(y) : y);
  const xs = usable.flatMap(({ points }) => points.map(([x]) => x));
  const ys = usable.flatMap(({ points }) => points.map(([, y]) => scaleY(y)));
  const [x0, x1] = rangeOf(xs);
  const [y0, y1] = rangeOf(ys);
  const atX = (x: number) => size.left + ((x - x0) / (x1 - x0)) * (size.width - size.left - size.right);
  const atY = (y: number) =>
    size.height - size.bottom - ((scaleY(y) - y0) / (y1 - y0)) * (size.height - size.top - size.bottom);
  const ticksY = log ? decades(y0, y1) : ticks(y0, y1, 5);
  const grid = ticksY.map((y) => {
    const at = atY(y).toFixed(1);
    return `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${at}" y2="${at}"/><text x="${size.left - 6}" y="${at}" dy="0.32em" text-anchor="end">${escapeHtml(format(y))}</text>`;
  });
  const marks = ticks(x0, x1, 6).map(
    (x) =>
      `<text x="${atX(x).toFixed(1)}" y="${size.height - size.bottom + 16}" text-anchor="middle">${Number(x.toPrecision(6))}</text>`,
  );
  const lines = usable.map(({ name, points }, i) => {
    const path = points.map(([x, y]) => `${atX(x).toFixed(1)},${atY(y).toFixed(1)}`).join(" ");
    const color = colors[i % colors.length];
    const dots =
      points.length > 40
        ? ""
        : points
            .map(
              ([x, y]) =>
                `<circle cx="${atX(x).toFixed(1)}" cy="${atY(y).toFixed(1)}" r="2.5" fill="${color}"><title>${escapeHtml(`${name}, ${options.xLabel} ${x}: ${format(y)}`)}</title></circle>`,
            )
            .join("");
    const dash = i < colors.length ? "" : ' stroke-dasharray="5 3"';
    return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="1.6"${dash}/>${dots}`;
  });
  const legend = (usable.length === 1 && usable[0]!.name === "" ? [] : usable)
    .map(({ name }, i) => {
      const color = colors[i % colors.length];
      const fill = i < colors.length ? color : `repeating-linear-gradient(90deg,${color} 0 3px,transparent 3px 5px)`;
      return `<span><i style="background:${fill}"></i>${escapeHtml(name)}</span>`;
    })
    .join("");
  return `<figure><figcaption>${escapeHtml(options.title)}</figcaption><svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(options.title)}">${grid.join("")}${marks.join("")}<text x="${(size.left + size.width) / 2}" y="${size.height - 4}" text-anchor="middle">${escapeHtml(options.xLabel)}</text>${lines.join("")}</svg><div class="legend">${legend}</div></figure>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Wide enough to draw in, also where all are the same or nearly so. */
function rangeOf(values: readonly number[]): [number, number] {
  const [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)] as const, [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as const);
  const margin = Math.max(Math.abs(low), Math.abs(high)) / 10 || 1;
  const isNarrow = high - low < 1e-9 * margin;
  return isNarrow ? [low - margin, high + margin] : [low, high];
}

/** Round numbers in [low, high], about `count` of them. */
function ticks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

/** Powers of ten between two exponents; both ends where there are not two. */
function decades(low: number, high: number): number[] {
  const all = ticks(low, high, 4).filter((exponent) => Number.isInteger(exponent));
  return (all.length > 1 ? all : [low, high]).map((exponent) => 10 ** exponent);
}

/** Means of neighbours where there are too many points to draw. */
function thin(points: Series["points"]): Series["points"] {
  const group = Math.ceil(points.length / mostPoints);
  if (group <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / group) }, (_, i) => {
    const part = points.slice(i * group, (i + 1) * group);
    return [part.at(-1)![0], part.reduce((sum, [, y]) => sum + y, 0) / part.length] as const;
  });
}
