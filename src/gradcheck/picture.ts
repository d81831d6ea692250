import { formatShape, type Shape, sizeOf, stridesOf } from "../core/shape.ts";
import type { Comparison } from "./comparison.ts";
import { coordinates } from "./coordinates.ts";
import { worstOf } from "./diagnose.ts";
import { binned, drawGrid, type Glyph, glyphs, type Size } from "./grid.ts";

const most = { rows: 20, columns: 40, lines: 8, planes: 12 };

/** Where in the input the errors sit: of each element the largest error over all outputs. Draws the plane of the worst
 *  element, and one cell for each plane beside it. */
export function drawErrors(comparison: Comparison): string {
  const { input, name = `input ${input}`, shape, tolerance } = comparison;
  const { index } = worstOf(comparison);
  const errors = elementErrors(comparison);
  const glyph = glyphs(tolerance, errors);

  const [h = 1, w = 1] = [1, ...shape].slice(-2);
  const [row = 0, column = 0] = [0, ...index].slice(-2);
  const lead = shape.slice(0, -2);
  const strides = stridesOf(lead);
  const plane = lead.reduce((sum, _, axis) => sum + index[axis] * strides[axis], 0);
  const bin: Size = [Math.ceil(h / most.rows), Math.ceil(w / most.columns)];
  const cells = binned(errors.subarray(plane * h * w, (plane + 1) * h * w), [h, w], bin);
  const worst: Size = [Math.floor(row / bin[0]), Math.floor(column / bin[1])];

  const where = lead.map((_, axis) => `, ${nameOf(axis, lead)} ${index[axis]}`).join("");
  const scale = bin[0] * bin[1] > 1 ? `, each cell the worst of ${bin[0]} × ${bin[1]}` : "";
  const title = `errors in ${name} ${formatShape(shape)}${where}${scale}:`;
  const planes = binned(errors, [sizeOf(lead), h * w], [1, h * w]).flat();
  return [title, ...drawGrid(cells, bin, worst, glyph), ...drawPlanes(planes, lead, plane, glyph)].join("\n");
}

function elementErrors({ shape, analytic, numeric }: Comparison): Float64Array {
  const errors = new Float64Array(sizeOf(shape));
  for (const [at, a] of analytic.entries()) {
    const element = at % errors.length;
    // NaN stays.
    errors[element] = Math.max(errors[element], Math.abs(a - numeric[at]));
  }
  return errors;
}

function nameOf(axis: number, lead: Shape): string {
  return (lead.length <= 2 ? ["c", "n"][lead.length - 1 - axis] : undefined) ?? `axis ${axis}`;
}

/** A line for each set of indices before the last; around the worst plane where there are too many. */
function drawPlanes(planes: readonly number[], lead: Shape, worst: number, glyph: Glyph): string[] {
  if (planes.length === 1) return [];
  const columns = lead.at(-1)!;
  const outer = lead.slice(0, -1);
  const shownRows = around(Math.floor(worst / columns), sizeOf(outer), most.lines);
  const shownColumns = around(worst % columns, columns, most.planes);
  const lines = shownRows.indices.map((row) => {
    const place = coordinates(row, outer).map((at, axis) => `${nameOf(axis, lead)} ${at}`);
    const cells = shownColumns.indices.map((column) => {
      return `${nameOf(lead.length - 1, lead)} ${column} ${glyph(planes[row * columns + column])}`;
    });
    const line = [...shownColumns.before, ...cells, ...shownColumns.after].join("  ");
    return place.length === 0 ? line : `${place.join(", ")}: ${line}`;
  });
  return [...shownRows.before, ...lines, ...shownRows.after];
}

/** At most `limit` of `count` indices, `at` among them, and dots for those left out. */
function around(at: number, count: number, limit: number) {
  const start = Math.max(0, Math.min(at - Math.floor(limit / 2), count - limit));
  const end = Math.min(count, start + limit);
  return {
    indices: Array.from({ length: end - start }, (_, i) => start + i),
    before: start > 0 ? ["…"] : [],
    after: end < count ? ["…"] : [],
  };
}
