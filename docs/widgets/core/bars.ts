import { attributes, escapeHtml } from "./html.ts";
import { show } from "./numbers.ts";

/** One row: what adds up to its total. */
export interface Bar {
  readonly label: string;
  /** The element that it belongs to. */
  readonly key?: string;
  readonly parts: readonly number[];
  readonly isSelected?: boolean;
}

const size = { width: 360, row: 22, left: 64, right: 60 };

/** Sums as stacked bars: positive parts to the right of 0, negative ones to the left, the total as a line across.
 *  @param names of the parts, in order; each has a color and a texture.
 *  @param title what a screen reader says of the picture. */
export function bars(rows: readonly Bar[], names: readonly string[], title: string): string {
  const finite = rows.map(({ parts }) => parts.map((part) => (Number.isFinite(part) ? part : 0)));
  const reach = (sign: 1 | -1) =>
    Math.max(0, ...finite.map((parts) => parts.reduce((sum, part) => sum + Math.max(0, sign * part), 0)));
  const [below, above] = [reach(-1), reach(1)];
  const scale = (size.width - size.left - size.right) / (below + above || 1);
  const zero = size.left + below * scale;
  const height = rows.length * size.row + 4;
  const drawn = rows.map((row, i) => rowOf(row, finite[i], i * size.row + 2, zero, scale, names));
  const legend = names.map((name, i) => `<span><i class="ag-part part${i}"></i>${escapeHtml(name)}</span>`);
  return `<figure class="ag-bars"><figcaption>${escapeHtml(title)}</figcaption><svg viewBox="0 0 ${size.width} ${height}" role="img" aria-label="${escapeHtml(title)}">${drawn.join("")}<line class="zero" x1="${zero.toFixed(1)}" x2="${zero.toFixed(1)}" y1="0" y2="${height}"/></svg><div class="legend">${legend.join("")}</div></figure>`;
}

function rowOf(
  { label, key, parts, isSelected }: Bar,
  finite: readonly number[],
  y: number,
  zero: number,
  scale: number,
  names: readonly string[],
): string {
  const total = parts.reduce((sum, part) => sum + part, 0);
  const end = { positive: zero, negative: zero };
  const rects = finite.map((part, i) => {
    const length = Math.abs(part) * scale;
    const x = part < 0 ? end.negative - length : end.positive;
    if (part < 0) end.negative -= length;
    else end.positive += length;
    return `<rect class="part${i}" x="${x.toFixed(1)}" y="${y + 3}" width="${length.toFixed(1)}" height="${size.row - 8}"><title>${escapeHtml(`${label}, ${names[i]}: ${show(parts[i])}`)}</title></rect>`;
  });
  const at = (zero + finite.reduce((sum, part) => sum + part, 0) * scale).toFixed(1);
  return `<g${attributes({ "data-key": key, class: isSelected ? "here" : undefined })}><rect class="ground" x="0" y="${y}" width="${size.width}" height="${size.row - 2}"/><text x="4" y="${y + 14}">${escapeHtml(label)}</text>${rects.join("")}<line class="total" x1="${at}" x2="${at}" y1="${y + 1}" y2="${y + size.row - 3}"/><text x="${size.width - 4}" y="${y + 14}" text-anchor="end">${show(total)}</text></g>`;
}
