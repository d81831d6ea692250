import { escapeHtml } from "../../src/train/report/escape.ts";
import { drawing, type Frame, makeFrame, type Side, withRoom } from "./axes.ts";
import { colorClass, legend, line, mark, pathOf } from "./marks.ts";

/** What a contender did over sizes. */
export interface Line {
  readonly name: string;
  /** Its color and mark. */
  readonly place: number;
  /** In order of x. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** A bound: a line without marks. */
  readonly isBound?: boolean;
}

export interface LinesOptions {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** How a value of y is said. */
  readonly format: (y: number) => string;
  /** Default: "log". */
  readonly kind?: "linear" | "log";
  /** Drawn under the plot, so many pixels high. */
  readonly below?: { readonly height: number; readonly draw: (frame: Frame) => string };
  /** Under the legend, as HTML. */
  readonly note?: string;
}

/** Logarithmic sizes across, a line a contender. */
export function linesPlot(lines: readonly Line[], options: LinesOptions): string {
  const { title, format, kind = "log", below, note = "" } = options;
  const height = 250 + (below?.height ?? 0);
  const size = { width: 360, height };
  const all = lines.flatMap(({ points }) => points);
  const sizes = [...new Set(all.map(([x]) => x))].sort((a, b) => a - b);
  const x: Side = { label: options.x, kind: "log", values: withRoom(sizes, 1.1), ticks: sizes };
  const ys = all.map(([, y]) => y);
  const y: Side = { label: options.y, kind, values: kind === "log" ? withRoom(ys) : ys, isFromZero: kind === "linear" };
  const frame = makeFrame(size, x, y, below?.height);
  const drawn = lines.map(({ name, place, points, isBound }) => {
    const at = points.map(([x, y]) => [frame.atX(x), frame.atY(y)] as const);
    if (isBound) {
      return `<polyline class="bound ${colorClass(place)}" points="${pathOf(at)}"><title>${escapeHtml(name)}</title></polyline>`;
    }
    const marks = points.map(([x, y], i) => mark(place, ...at[i]!, "", `${name}, ${options.x} ${x}: ${format(y)}`));
    return line(place, at) + marks.join("");
  });
  const shown = lines.filter(({ isBound }) => !isBound);
  const said = shown.map(({ name, points }) => {
    const [first, last] = [points[0]!, points.at(-1)!];
    return `${name}: ${format(first[1])} at ${first[0]}, ${format(last[1])} at ${last[0]}.`;
  });
  const svg = drawing(size, title, said.join(" "), `${frame.svg}${drawn.join("")}${below?.draw(frame) ?? ""}`);
  return `<figure><figcaption>${escapeHtml(title)}</figcaption>${svg}${legend(shown)}${note}</figure>`;
}
