/** Height and width. */
export type Size = readonly [number, number];

/** The sign for an error: "·" where it is accepted, a shade by its part of the largest, "?" for NaN. */
export type Glyph = (error: number) => string;

const shades = ["░", "▒", "▓", "█"] as const;

export function glyphs(tolerance: number, errors: Float64Array): Glyph {
  const largest = errors.reduce((most, error) => (Number.isFinite(error) ? Math.max(most, error) : most), 0);
  return (error) => {
    if (Number.isNaN(error)) return "?";
    if (error <= tolerance) return "·";
    return shades[Math.min(3, Math.ceil((4 * error) / largest) - 1)];
  };
}

/** The largest error of each bin of a plane. */
export function binned(errors: Float64Array, [h, w]: Size, [height, width]: Size): number[][] {
  const columns = Math.ceil(w / width);
  const cells = Array.from({ length: Math.ceil(h / height) }, () => new Array<number>(columns).fill(0));
  for (const [at, error] of errors.entries()) {
    const row = cells[Math.floor(at / w / height)];
    const column = Math.floor((at % w) / width);
    row[column] = Math.max(row[column], error);
  }
  return cells;
}

/** Cells under the numbers of their first rows and columns, the worst one in brackets. */
export function drawGrid(cells: readonly number[][], bin: Size, worst: Size, glyph: Glyph): string[] {
  const margin = String((cells.length - 1) * bin[0]).length;
  const columns = cells[0].length;
  const labeled = columns <= 10 ? 1 : 5;
  let head = "";
  for (let column = 0; column < columns; column += labeled) {
    head = `${head.padEnd(margin + 2 + 2 * column)}${column * bin[1]}`;
  }
  const rows = cells.map((row, r) => {
    const marked = r === worst[0] ? worst[1] : Number.NaN;
    const body = row.map((error, c) => `${c === marked ? "[" : c - 1 === marked ? "]" : " "}${glyph(error)}`);
    return `${String(r * bin[0]).padStart(margin)} ${body.join("")}${columns - 1 === marked ? "]" : ""}`;
  });
  return [head, ...rows];
}
