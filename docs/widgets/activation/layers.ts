import { grad } from "../../../src/core/backward.ts";
import { mul } from "../../../src/ops/index.ts";
import { chart } from "../../../src/train/report/chart.ts";
import { initialState, readState } from "../core/address.ts";
import { escapeHtml } from "../core/html.ts";
import { made, values } from "../core/library.ts";
import { show } from "../core/numbers.ts";
import { activation as words } from "../words/en/activation.ts";
import { functionOf } from "./functions.ts";
import { fields, functions, pointOf, type State } from "./state.ts";

const depth = 10;

/** One number through ten layers, x ← f(gain · x): what comes out of each, its slope, and the slope of all up to it. */
export function layersOf(
  s: State,
): readonly { readonly y: number; readonly slope: number; readonly product: number }[] {
  const f = functionOf(s);
  const x = made([pointOf(s)], []);
  let input = x;
  return Array.from({ length: depth }, () => {
    const y = f(mul(input, s.gain / 10));
    const [[slope], [product]] = [input, x].map((by) => values(grad(y, [by], { retainGraph: true })[0]));
    input = y;
    return { y: values(y)[0], slope, product };
  });
}

/** The layers of one function as a table, and how the slopes of all functions fall. */
export function layers(s: State): string {
  const rows = layersOf(s).map(
    ({ y, slope, product }, i) =>
      `<tr><th scope="row">${i + 1}</th><td>${show(y)}</td><td>${show(slope)}</td><td>${show(product)}</td></tr>`,
  );
  const head = [words.layer, "y", words.ownSlope, words.product].map(
    (name) => `<th scope="col">${escapeHtml(name)}</th>`,
  );
  const series = functions.options
    .filter((f) => f !== "clamp")
    .map((f) => ({
      name: words.functions[f],
      points: layersOf({ ...s, f }).map(({ product }, i) => [i + 1, Math.abs(product)] as const),
      dashed: f !== s.f,
    }));
  const picture = chart(series, { title: words.vanishing, xLabel: words.layer, log: true });
  return `<table class="ag-numbers"><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>${picture}`;
}

/** The slope of ten layers, in a state as an address writes it. */
export const activationAt = (text: string): string =>
  show(layersOf(readState(fields, text, initialState(fields))).at(-1)!.product);
