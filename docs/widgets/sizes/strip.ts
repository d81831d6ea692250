import { attributes, classes, escapeHtml } from "../core/html.ts";
import { sizes as words } from "../words/en/sizes.ts";
import type { Axis } from "./state.ts";

const width = 660;
const height = 26;
const row = 14;

/** An axis as a strip, with a bracket for each window below it, as many rows of them as keep them apart.
 *  @param reads how often each element is read.
 *  @param shown how many windows are drawn. @param here the one that is looked at. */
export function strip(axis: Axis, count: number, reads: ArrayLike<number>, shown: number, here: number): string {
  const { size, kernel, stride, dilation, before, after, span } = axis;
  const end = Math.max(size + after, (count - 1) * stride - before + span);
  const total = before + end;
  const cell = Math.min(30, Math.max(3, Math.floor(width / total)));
  const at = (place: number) => (place + before) * cell + 1;
  const levels = Math.min(12, Math.ceil(span / stride));
  const from = here * stride - before;
  const isTap = (place: number) => {
    const tap = (place - from) / dilation;
    return here >= 0 && Number.isInteger(tap) && tap >= 0 && tap < kernel;
  };
  const cells = Array.from({ length: total }, (_, i) => {
    const place = i - before;
    const inside = place >= 0 && place < size;
    const kind = inside ? (reads[place] === 0 ? "unread" : "element") : place < size + after ? "padding" : "overhang";
    const text =
      cell < 16 || !inside
        ? ""
        : `<text x="${at(place) + cell / 2}" y="${height / 2 + 5}" text-anchor="middle">${reads[place]}</text>`;
    const box = {
      class: classes(kind, isTap(place) && "lit"),
      x: at(place),
      y: 1,
      width: cell - (cell > 5 ? 2 : 0.5),
      height,
    };
    return `<rect${attributes(box)}></rect>${text}`;
  });
  const brackets = Array.from({ length: shown }, (_, i) => {
    const start = i * stride - before;
    const y = height + 10 + (i % levels) * row;
    const [x1, x2] = [at(start) + 1, at(start + span) - 2];
    const taps =
      cell < 8
        ? ""
        : Array.from(
            { length: kernel },
            (_, t) => `<circle cx="${at(start + t * dilation) + cell / 2 - 1}" cy="${y}" r="2.5"></circle>`,
          ).join("");
    return `<g${attributes({ class: i === here ? "here" : undefined, "data-key": `window:${i}` })}><path d="M${x1} ${y - 5}V${y}H${x2}V${y - 5}"></path>${taps}</g>`;
  });
  const box = [total * cell + 2, height + 14 + levels * row];
  return `<div class="ag-strip" tabindex="0"><svg width="${box[0]}" height="${box[1]}" viewBox="0 0 ${box.join(" ")}" role="img" aria-label="${escapeHtml(words.strip(size, count))}">${cells.join("")}${brackets.join("")}</svg></div>`;
}
