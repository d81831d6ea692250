import { attributes, classes, escapeHtml } from "./html.ts";
import { show } from "./numbers.ts";

/** One cell of a matrix. */
export interface Cell {
  /** What it holds; null for a place that holds nothing, as between the taps of a dilated kernel or before its step. */
  readonly value: number | null;
  /** "tensor:i,j,…", by which it is selected and lit. None: it is scenery, such as padding. */
  readonly key?: string;
  /** What it is, if no element: a zero of the padding, beyond it, or a gap. */
  readonly place?: "padding" | "overhang" | "hole";
  readonly isSelected?: boolean;
  /** Belongs to what is selected. */
  readonly isLit?: boolean;
  /** Won its window; won it together with others; is wrong. */
  readonly mark?: "winner" | "tie" | "wrong" | undefined;
  /** Small, in the upper left corner: what it is multiplied by. */
  readonly factor?: number | undefined;
  /** Small, in the lower right corner: how often it is used. */
  readonly count?: number | undefined;
  /** Small, in the lower right corner: what would be right, of a value that is wrong. */
  readonly right?: number | undefined;
  /** A color of its own, in degrees, of cells that are the same element. */
  readonly hue?: number | undefined;
  /** What a screen reader says of it, besides its name and value. */
  readonly says?: string | undefined;
}

/** A matrix as a grid: one tab stop, arrows move, the color says sign and size.
 *  @param name spoken, such as "x, channel 1".
 *  @param scale the value that has the strongest color.
 *  @param editable whether its numbers can be changed. */
export function plane(
  name: string,
  rows: readonly (readonly Cell[])[],
  scale: number,
  { editable = false, stop }: { readonly editable?: boolean; readonly stop?: string | undefined } = {},
): string {
  const keys = rows.flat().flatMap(({ key }) => (key === undefined ? [] : [key]));
  const tabStop = stop !== undefined && keys.includes(stop) ? stop : keys[0];
  const body = rows.map((row) => `<tr>${row.map((each) => cell(each, scale, each.key === tabStop)).join("")}</tr>`);
  return `<table class="ag-plane"${attributes({ role: "grid", "aria-label": name, "aria-readonly": editable ? undefined : "true" })}><tbody>${body.join("")}</tbody></table>`;
}

function cell(cell: Cell, scale: number, isTabStop: boolean): string {
  const { value, key, place, isSelected, isLit, mark, factor, count, right, hue, says } = cell;
  const text = value === null ? "" : show(value);
  const name = key === undefined ? (place ?? "") : `${nameOf(key)} = ${text || "empty"}${says ? `, ${says}` : ""}`;
  const all = classes(
    value !== null && hue === undefined && shade(value, scale),
    hue !== undefined && "hue",
    place,
    isSelected && "selected",
    isLit && "lit",
    mark,
    text.length > 4 && "long",
  );
  // Corners are no text of the cell, whose name says them where they matter: style sheets write them.
  const corner = factor === undefined ? "" : `<i data-text="${show(factor)}"></i>`;
  const below = right === undefined ? count : `✓${show(right)}`;
  const tally = below === undefined ? "" : `<b data-text="${below}"></b>`;
  return `<td${attributes({
    role: "gridcell",
    class: all || undefined,
    style: hue === undefined ? undefined : `--ag-hue:${hue}`,
    "data-key": key,
    tabindex: key === undefined ? undefined : isTabStop ? 0 : -1,
    "aria-selected": key === undefined ? undefined : String(isSelected === true),
    "aria-label": name || undefined,
  })}>${corner}${escapeHtml(text)}${tally}</td>`;
}

/** By what an element is selected and lit: "x:0,1,2". */
export const keyOf = (tensor: string, index: readonly number[]) => `${tensor}:${index.join(",")}`;

/** "x:0,1,2" as people write it: x[0, 1, 2]; a scalar or a constant by its name alone. */
export function nameOf(key: string): string {
  const [tensor = "", index = ""] = key.split(":");
  return index === "" ? tensor : `${tensor}[${index.split(",").join(", ")}]`;
}

const shades = 5;

/** Orange for positive, blue for negative, in five strengths. */
function shade(value: number, scale: number): string | false {
  if (Number.isNaN(value)) return "nan";
  if (value === 0) return false;
  const strength = Math.min(shades, Math.max(1, Math.ceil((Math.abs(value) / (scale || 1)) * shades)));
  return `${value > 0 ? "p" : "n"}${strength}`;
}

/** The largest magnitude, for the colors of tensors that belong together. */
export function scaleOf(...all: readonly ArrayLike<number>[]): number {
  return Math.max(0, ...all.flatMap((values) => Array.from(values).filter(Number.isFinite).map(Math.abs)));
}
