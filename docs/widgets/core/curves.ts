import { attributes, escapeHtml } from "./html.ts";
import { show } from "./numbers.ts";

type Point = readonly [x: number, y: number];

/** A line of a plot: its pieces, each drawn by itself, so that a jump stays one. */
export interface Curve {
  readonly name: string;
  readonly kind: "main" | "second" | "tangent";
  readonly pieces: readonly (readonly Point[])[];
}

const size = { width: 420, height: 280, pad: 26 };

/** Curves over the same axis, with points on them. What leaves the window is cut off.
 *  @param extent the window: −x to x, −y to y. */
export function plot(
  title: string,
  curves: readonly Curve[],
  points: readonly Point[],
  extent: { readonly x: number; readonly y: number },
): string {
  const atX = (x: number) => size.pad + ((x + extent.x) / (2 * extent.x)) * (size.width - 2 * size.pad);
  const atY = (y: number) => size.height - size.pad - ((y + extent.y) / (2 * extent.y)) * (size.height - 2 * size.pad);
  const place = ([x, y]: Point) => `${atX(x).toFixed(1)},${atY(y).toFixed(1)}`;
  const ticks = Array.from({ length: 2 * Math.floor(extent.x) + 1 }, (_, i) => i - Math.floor(extent.x));
  const rows = Array.from({ length: 2 * Math.floor(extent.y) + 1 }, (_, i) => i - Math.floor(extent.y));
  const [left, right, top, bottom] = [atX(-extent.x), atX(extent.x), atY(extent.y), atY(-extent.y)];
  const grid = [
    ...ticks.map(
      (x) =>
        `<line class="grid${x === 0 ? " axis" : ""}" x1="${atX(x)}" x2="${atX(x)}" y1="${top}" y2="${bottom}"></line><text x="${atX(x)}" y="${bottom + 14}" text-anchor="middle">${show(x)}</text>`,
    ),
    ...rows.map(
      (y) =>
        `<line class="grid${y === 0 ? " axis" : ""}" x1="${left}" x2="${right}" y1="${atY(y)}" y2="${atY(y)}"></line><text x="${left - 5}" y="${atY(y) + 4}" text-anchor="end">${show(y)}</text>`,
    ),
  ];
  const lines = curves.flatMap(({ kind, pieces }) =>
    pieces.map(
      (piece) =>
        `<polyline class="${kind}" points="${piece
          .filter(([, y]) => Number.isFinite(y))
          .map(place)
          .join(" ")}"></polyline>`,
    ),
  );
  const dots = points
    .filter((point) => point.every(Number.isFinite))
    .map(
      (point) => `<circle${attributes({ cx: atX(point[0]).toFixed(1), cy: atY(point[1]).toFixed(1), r: 5 })}></circle>`,
    );
  const legend = curves.map(({ name, kind }) => `<span><i class="${kind}"></i>${escapeHtml(name)}</span>`);
  const inside = `<svg x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" viewBox="${left} ${top} ${right - left} ${bottom - top}">${lines.join("")}${dots.join("")}</svg>`;
  return `<figure class="ag-plot"><svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(title)}">${grid.join("")}${inside}</svg><div class="legend">${legend.join("")}</div></figure>`;
}
