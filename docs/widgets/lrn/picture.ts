import { attributes, escapeHtml } from "../core/html.ts";
import { show } from "../core/numbers.ts";
import { keyOf, scaleOf } from "../core/plane.ts";

import { lrn as words } from "../words/en/lrn.ts";

const size = { width: 360, height: 150, middle: 66, reach: 56, foot: 16 };

/** The channels at one pixel as bars: x wide and pale, y narrow and full; a window under the one in focus, d below. */
export function channelBars(
  all: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number>; readonly d: ArrayLike<number> },
  window: readonly number[],
  at: number,
): string {
  const step = size.width / all.x.length;
  const largest = scaleOf(all.x, all.y) || 1;
  const bar = (value: number, i: number, share: number, name: string) => {
    const height = Number.isFinite(value) ? (Math.abs(value) / largest) * size.reach : 0;
    const x = (i + 0.5 - share / 2) * step;
    const y = value < 0 ? size.middle : size.middle - height;
    const what = `${name}${value < 0 ? " negative" : ""}`;
    return `<rect${attributes({ class: what, "data-key": keyOf(name, [i]), x: x.toFixed(1), y: y.toFixed(1), width: (share * step).toFixed(1), height: height.toFixed(1) })}><title>${escapeHtml(`${name}[${i}] = ${show(value)}`)}</title></rect>`;
  };
  const columns = Array.from(all.x, (x, i) => {
    const label = `<text x="${((i + 0.5) * step).toFixed(1)}" y="${size.height - size.foot + 12}" text-anchor="middle">${show(Number(all.d[i].toPrecision(3)))}</text>`;
    return bar(x, i, 0.8, "x") + bar(all.y[i], i, 0.36, "y") + label;
  });
  const [first, last] = [window[0], window.at(-1)!];
  const frame = `<rect class="window" x="${(first * step + 1).toFixed(1)}" y="2" width="${((last - first + 1) * step - 2).toFixed(1)}" height="${size.height - size.foot - 4}" rx="6"/>`;
  const pointer = `<path class="here" d="M${((at + 0.5) * step).toFixed(1)} ${size.height - size.foot - 8}l-5 7h10z"/>`;
  return `<figure class="ag-channels"><figcaption>${escapeHtml(words.bars)}</figcaption><svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(words.bars)}">${frame}${columns.join("")}<line class="zero" x1="0" x2="${size.width}" y1="${size.middle}" y2="${size.middle}"/>${pointer}</svg></figure>`;
}
