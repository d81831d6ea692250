import { chart } from "../../../src/train/report/chart.ts";
import { group, select, slider } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import { attributes, escapeHtml } from "../core/html.ts";
import { show } from "../core/numbers.ts";
import { probePanel } from "../core/probePanel.ts";
import type { Widget } from "../core/widget.ts";
import { finiteDifference as words } from "../words/en/finite-difference.ts";
import { derivativeAt, probed, valueAt } from "./compute.ts";
import { derivatives, fields, functions, precisions, type State, stepOf } from "./state.ts";

/** A central difference of a function of one number, beside what the backward pass says. */
export const widget: Widget<State> = {
  name: "finite-difference",
  title: words.title,
  fields,
  controls: (s) =>
    group(
      words.settings,
      select("of", words.of, s.of, functions, words.functions),
      `<label class="ag-slider"><span>${escapeHtml(words.x)}</span><input type="text" inputmode="decimal" autocomplete="off"${attributes({ "data-set": "x", value: s.x })}></label>`,
      slider("h2", words.h, s.h2, fields.h2 as Range, `2^−${s.h2} = ${show(stepOf(s))}`),
      select("precision", words.precision, s.precision, precisions, words.precisions),
      select("derivative", words.derivative, s.derivative, derivatives, words.derivatives),
    ),
  figure(s) {
    const what = words.what(words.functions[s.of], show(s.x));
    return `<div class="ag-charts">${picture(s)}${probePanel(what, probed(s))}</div>`;
  },
  says(s) {
    const { steps, analytic } = probed(s);
    return words.says(show(stepOf(s)), show(steps[0].value), show(analytic));
  },
};

const points = 41;

/** The function a little beyond x ± h, never so near that rounding alone is seen. */
function picture(s: State): string {
  const h = stepOf(s);
  const reach = Math.max(1.5 * h, 0.1);
  const across = Array.from({ length: points }, (_, i) => s.x - reach + (2 * reach * i) / (points - 1));
  const slope = derivativeAt(s, s.x);
  const ends = [s.x - h, s.x + h];
  return chart(
    [
      { name: words.curve, points: across.map((x) => [x, valueAt(s, x)]) },
      { name: words.secant, points: ends.map((x) => [x, valueAt(s, x)]) },
      {
        name: words.tangent,
        points: [-reach, reach].map((by) => [s.x + by, valueAt(s, s.x) + slope * by]),
        dashed: true,
      },
    ],
    { title: words.picture(words.functions[s.of]), xLabel: "x", x: "linear" },
  );
}
