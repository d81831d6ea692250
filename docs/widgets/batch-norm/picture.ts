import { escapeHtml } from "../core/html.ts";
import { show } from "../core/numbers.ts";
import { keyOf } from "../core/plane.ts";

import { batchNorm as words } from "../words/en/batch-norm.ts";
import { type Computed, computed } from "./compute.ts";
import type { State } from "./state.ts";

const size = { width: 360, channel: 92, left: 34, right: 12 };

/** Each channel's points on a line, with their mean and a standard deviation to either side, and y below. */
export function lines(s: State, focus: string): string {
  const all = computed(s);
  const finite = [...all.x, ...all.y].filter(Number.isFinite);
  const [low, high] = [Math.min(...finite, 0), Math.max(...finite, 0)];
  const at = (value: number) => size.left + ((value - low) / (high - low || 1)) * (size.width - size.left - size.right);
  const channels = Array.from({ length: s.c }, (_, c) => channel(s, all, c, at, focus));
  const ground = `<line class="zero" x1="${at(0).toFixed(1)}" x2="${at(0).toFixed(1)}" y1="0" y2="${s.c * size.channel}"/>`;
  return `<figure class="ag-lines"><figcaption>${escapeHtml(words.lines)}</figcaption><svg viewBox="0 0 ${size.width} ${s.c * size.channel}" role="img" aria-label="${escapeHtml(words.lines)}">${ground}${channels.join("")}</svg></figure>`;
}

function channel(s: State, all: Computed, c: number, at: (value: number) => number, focus: string): string {
  const top = c * size.channel;
  const [xLine, yLine] = [top + 30, top + 72];
  const [mu, sigma] = [all.mean[c], Math.sqrt(all.variance[c])];
  const isThere = Number.isFinite(mu) && Number.isFinite(sigma);
  const band = isThere
    ? `<rect class="band" x="${at(mu - sigma).toFixed(1)}" y="${xLine - 16}" width="${(at(mu + sigma) - at(mu - sigma)).toFixed(1)}" height="32" rx="5"><title>${escapeHtml(words.band(show(mu), show(all.variance[c])))}</title></rect><line class="mean" x1="${at(mu).toFixed(1)}" x2="${at(mu).toFixed(1)}" y1="${xLine - 20}" y2="${xLine + 20}"/>`
    : "";
  const dots = (name: string, values: ArrayLike<number>, y: number) =>
    Array.from({ length: s.n }, (_, i) => {
      const value = values[i * s.c + c];
      if (!Number.isFinite(value)) return "";
      const key = keyOf(name, [i, c]);
      return `<circle class="${name}${key === focus ? " here" : ""}" data-key="${key}" cx="${at(value).toFixed(1)}" cy="${y}" r="${key === focus ? 7 : 5}"><title>${escapeHtml(`${name}[${i}, ${c}] = ${show(value)}`)}</title></circle>`;
    });
  const ties = Array.from({ length: s.n }, (_, i) => {
    const [x, y] = [all.x[i * s.c + c], all.y[i * s.c + c]];
    return Number.isFinite(x) && Number.isFinite(y)
      ? `<line class="tie" x1="${at(x).toFixed(1)}" x2="${at(y).toFixed(1)}" y1="${xLine}" y2="${yLine}"/>`
      : "";
  });
  const axis = (y: number, name: string) =>
    `<text x="4" y="${y + 4}">${name}${c}</text><line class="axis" x1="${size.left - 8}" x2="${size.width - 4}" y1="${y}" y2="${y}"/>`;
  return `${band}${axis(xLine, "x")}${axis(yLine, "y")}${ties.join("")}${dots("x", all.x, xLine).join("")}${dots("y", all.y, yLine).join("")}`;
}
