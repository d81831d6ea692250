import { escapeHtml } from "../../src/train/report/escape.ts";

/** How many colors style.ts has. */
const colors = 8;

/** Shapes, each about as large as the others. */
const shapes: readonly ((x: number, y: number) => string)[] = [
  (x, y) => `circle cx="${round(x)}" cy="${round(y)}" r="3.5"`,
  (x, y) => `rect x="${round(x - 3.2)}" y="${round(y - 3.2)}" width="6.4" height="6.4"`,
  (x, y) => `path d="M${round(x)} ${round(y - 4.2)}l4 7.2h-8z"`,
  (x, y) => `path d="M${round(x)} ${round(y - 4.6)}l4.6 4.6l-4.6 4.6l-4.6 -4.6z"`,
  (x, y) => `path d="M${round(x)} ${round(y + 4.2)}l4 -7.2h-8z"`,
];
const round = (pixels: number) => Number(pixels.toFixed(1));
const dashes = ["", "6 3", "2 3", "9 3 2 3"];

/** The class that gives a contender its color. */
export const colorClass = (place: number) => `s${place % colors}`;

/** A point of a contender: its place decides color and shape.
 *  @param title what is said of it where one points at it. */
export function mark(place: number, x: number, y: number, name = "", title = ""): string {
  const shape = shapes[place % shapes.length]!(x, y);
  const start = `<${shape} class="mark ${colorClass(place)}${name === "" ? "" : ` ${name}`}"`;
  return title === "" ? `${start}/>` : `${start}><title>${escapeHtml(title)}</title></${/^\w+/.exec(shape)![0]}>`;
}

/** Points as a polyline has them. */
export const pathOf = (points: readonly (readonly [x: number, y: number])[]) =>
  points.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");

export function line(place: number, points: readonly (readonly [x: number, y: number])[]): string {
  const dash = dashes[place % dashes.length];
  return `<polyline class="line ${colorClass(place)}" points="${pathOf(points)}"${dash === "" ? "" : ` stroke-dasharray="${dash}"`}/>`;
}

/** What color, dash and shape stand for. */
export function legend(entries: readonly { readonly name: string; readonly place: number }[]): string {
  const keys = entries.map(
    ({ name, place }) =>
      `<li><svg class="key" viewBox="0 0 30 12" aria-hidden="true">${line(place, [
        [1, 6],
        [29, 6],
      ])}${mark(place, 15, 6)}</svg>${escapeHtml(name)}</li>`,
  );
  return `<ul class="legend">${keys.join("")}</ul>`;
}
