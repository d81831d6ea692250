import { chart } from "../../../src/train/report/chart.ts";
import { attributes, escapeHtml } from "../core/html.ts";
import { show } from "../core/numbers.ts";
import { keyOf, scaleOf } from "../core/plane.ts";

import { dropout as words } from "../words/en/dropout.ts";
import { computed, type Expectation, expectation, spread } from "./compute.ts";
import { counts, type State } from "./state.ts";

const size = { width: 360, height: 96, x: 22, y: 74, radius: 14 };

/** Units above, what is left of them below: an arrow where a unit is kept, a cross where it is dropped. */
export function units(s: State, back: boolean): string {
  const all = computed(s);
  const [from, to] = back ? [all.dy, all.dx] : [all.x, all.y];
  const names = back ? ["∂y", "∂x"] : ["x", "y"];
  const step = size.width / s.units;
  const radius = Math.min(size.radius, step / 2 - 1.5);
  const unit = (name: string, values: ArrayLike<number>, i: number, y: number, isOff: boolean) => {
    const value = values[i];
    const state = isOff ? "off" : value < 0 ? "negative" : "positive";
    const strength = Math.min(1, Math.abs(value) / (scaleOf(values) || 1));
    return `<circle${attributes({ class: state, "data-key": keyOf(name, [i]), cx: ((i + 0.5) * step).toFixed(1), cy: y, r: radius.toFixed(1), "fill-opacity": isOff ? 0 : (0.15 + 0.85 * strength).toFixed(2) })}><title>${escapeHtml(`${name}[${i}] = ${show(value)}`)}</title></circle>`;
  };
  const columns = Array.from(all.mask, (m, i) => {
    const x = ((i + 0.5) * step).toFixed(1);
    const way =
      m === 0
        ? `<path class="cut" d="M${x} 48m-5 -5l10 10m0 -10l-10 10"/>`
        : `<path class="way" d="M${x} ${size.x + radius}V${size.y - radius - 3}m-4 -5l4 6l4 -6"/>`;
    return unit(names[0], from, i, size.x, false) + way + unit(names[1], to, i, size.y, m === 0);
  });
  return `<figure class="ag-units"><figcaption>${escapeHtml(back ? words.unitsBack : words.units)}</figcaption><svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(back ? words.unitsBack : words.units)}">${columns.join("")}</svg></figure>`;
}

/** The mean over masks of each unit, with its spread, against evaluation; and how the error shrinks with their number. */
export function masks(s: State, flat: number): string {
  const count = Number(s.masks);
  const { mean, evaluated } = expectation(s, count);
  const deviation = spread(s);
  const points = (at: (i: number) => number) => Array.from(mean, (_, i) => [i, at(i)] as const);
  const band = (sign: 1 | -1) => points((i) => mean[i] + (sign * deviation[i]) / Math.sqrt(count));
  const over = counts.options.map((text): [number, Expectation] => [Number(text), expectation(s, Number(text))]);
  return (
    chart(
      [
        { name: words.evaluation, points: points((i) => evaluated[i]) },
        { name: words.meanOver(count), points: points((i) => mean[i]) },
        { name: words.above, points: band(1), dashed: true },
        { name: words.below, points: band(-1), dashed: true },
      ],
      { title: words.meanTitle(count), xLabel: words.unit },
    ) +
    chart(
      [
        {
          name: words.distance,
          points: over.map(([n, each]) => [n, Math.abs(each.mean[flat] - each.evaluated[flat])]),
        },
        {
          name: words.expected,
          points: over.map(([n]) => [n, deviation[flat] / Math.sqrt(n)]),
          dashed: true,
        },
      ],
      { title: words.distanceTitle(flat), xLabel: words.masks, x: "log", isFromZero: true },
    )
  );
}
