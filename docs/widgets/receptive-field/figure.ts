import { attributes, classes, escapeHtml } from "../core/html.ts";
import type { Look } from "../core/widget.ts";
import { receptiveField as words } from "../words/en/receptive-field.ts";
import { type Box, fieldOf, lengthOf } from "./field.ts";
import { boxOf, gradientOf } from "./measure.ts";
import { growing, type Seen, type State, seen } from "./state.ts";

/** What is shown around the image, for fields that reach over its edge. */
const margin = 30;

export function figure(s: State, { later }: Look): string {
  const all = seen(s);
  const boxes = growing(s).map(({ whole }) => whole);
  const drawn = boxes.map((box, i) => rectangle(box, i === boxes.length - 1 ? "here" : "before"));
  const picture = framed(all, escapeHtml(words.picture(nameOf(all))), scene(all) + drawn.join(""));
  return `<div class="ag-panes"><figure class="ag-field">${picture}<figcaption>${escapeHtml(words.caption)}</figcaption></figure>${later ?? ""}${table(s, all)}</div>`;
}

export const nameOf = ({ layers, count }: Seen): string => (count === 0 ? words.image : layers[count - 1].name);

function framed({ net }: Seen, label: string, inside: string): string {
  const [, h, w] = net.input;
  const box = [-margin, -margin, w + 2 * margin, h + 2 * margin].join(" ");
  return `<svg viewBox="${box}" role="img" aria-label="${label}">${inside}</svg>`;
}

function rectangle([[top, bottom], [left, right]]: Box, kind: string): string {
  const box = { class: kind, x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  return `<rect${attributes(box)}></rect>`;
}

/** Something to see: a hill, a tree and the sun, as large as the image. */
function scene({ net }: Seen): string {
  const [, h, w] = net.input;
  return `<g class="scene" transform="scale(${w / 100} ${h / 100})"><rect width="100" height="100"></rect><circle cx="76" cy="24" r="9"></circle><path d="M0 70Q26 44 56 66T100 58V100H0Z"></path><path d="M33 84V54M33 68L24 58M33 62L41 53"></path><circle cx="24" cy="50" r="8"></circle><circle cx="33" cy="42" r="11"></circle><circle cx="43" cy="49" r="7"></circle></g>`;
}

function table(s: State, { net, layers, count }: Seen): string {
  const rows = layers.map(({ name, output }, i) => {
    const at = (unit: number) => fieldOf(net, i + 1, [unit, unit]).whole[0];
    const [size, apart] = [lengthOf(at(0)), at(1)[0] - at(0)[0]];
    const isHere = i + 1 === count;
    return `<tr${attributes({ class: classes(isHere && "here", i + 1 > count && "ahead") || undefined })}><th scope="row">${escapeHtml(name)}${isHere ? " ◂" : ""}</th><td>${output.slice(1).join("×")}</td><td>${size}</td><td>${apart}</td></tr>`;
  });
  const head = words.columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("");
  return `<table class="ag-numbers ag-fields"><caption>${escapeHtml(words.table(s.net))}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

const levels = [0, 0.02, 0.2, 0.4, 0.7];

/** The gradient of the unit, from a backward pass, and the box that it fills. */
export function measured(s: State): string {
  const all = seen(s);
  const { net, count, unit } = all;
  const size = [net.input[1], net.input[2]] as const;
  const gradient = gradientOf(net, count, unit);
  const box = boxOf(gradient, size);
  if (box === null) return `<p class="ag-verdict">${escapeHtml(words.nothing)}</p>`;
  const most = largest(gradient);
  const shades = levels.map((level) => `<path class="shade" d="${runsAbove(gradient, size, level * most)}"></path>`);
  const picture = framed(all, escapeHtml(words.effective(nameOf(all))), shades.join("") + rectangle(box, "here"));
  const isSame = JSON.stringify(box) === JSON.stringify(fieldOf(net, count, unit).inside);
  const sides = `${lengthOf(box[0])} × ${lengthOf(box[1])}`;
  return `<figure class="ag-field">${picture}<figcaption>${escapeHtml(words.measured(sides, isSame, halfOf(gradient)))}</figcaption></figure>`;
}

function largest(map: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < map.length; i++) most = Math.max(most, Math.abs(map[i]));
  return most;
}

/** How many pixels hold half of the gradient's sum, the largest first. */
function halfOf(map: ArrayLike<number>): number {
  const sizes = Array.from(map, Math.abs).sort((a, b) => b - a);
  const half = sizes.reduce((sum, size) => sum + size, 0) / 2;
  let sum = 0;
  let count = 0;
  while (sum < half) sum += sizes[count++];
  return count;
}

/** The pixels above a threshold, as a path of runs. */
function runsAbove(map: ArrayLike<number>, [h, w]: readonly [number, number], least: number): string {
  let path = "";
  for (let row = 0; row < h; row++) {
    let start = -1;
    for (let column = 0; column <= w; column++) {
      const isAbove = column < w && Math.abs(map[row * w + column]) > least;
      if (isAbove && start < 0) start = column;
      if (!isAbove && start >= 0) {
        path += `M${start} ${row}h${column - start}v1h${start - column}z`;
        start = -1;
      }
    }
  }
  return path;
}
