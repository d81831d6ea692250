import { filled } from "../core/fill.ts";
import { escapeHtml } from "../core/html.ts";
import { made, values } from "../core/library.ts";
import { show } from "../core/numbers.ts";
import { sizesOf } from "../core/window.ts";
import type { Focus } from "../pooling/pooling.ts";
import { avgPool as words } from "../words/en/avg-pool.ts";
import { divisorsOf } from "./scene.ts";
import { fixed, type State } from "./state.ts";

/** The window in focus, divided in the three ways that there are. */
export function divisors(s: State, { part, index, flat }: Focus): string {
  if (part.role !== "output" || s.kind === "adaptive") return "";
  const [, , i, j] = index;
  const run = (countIncludePad: boolean) => {
    const op = fixed(s, countIncludePad);
    const y = values(op.run(made(filled(s.x, op.xShape), op.xShape)))[flat];
    return { divisor: divisorsOf(op)[flat], y };
  };
  const [padded, own] = [run(true), run(false)];
  const all = sizesOf(fixed(s, true).windows, i, j).all;
  const rows = [
    { name: words.divisors.padded, ...padded, isHere: s.countPad },
    { name: words.divisors.input, ...own, isHere: !s.countPad },
    { name: words.divisors.all, divisor: all, y: (own.y * own.divisor) / all, isHere: false },
  ].map(
    ({ name, divisor, y, isHere }) =>
      `<tr${isHere ? ' class="here"' : ""}><th scope="row">${escapeHtml(name)}</th><td>${divisor}</td><td>${show(y)}</td></tr>`,
  );
  const head = `<tr><th scope="col">${words.divisor}</th><th scope="col">D</th><th scope="col">y</th></tr>`;
  return `<table class="ag-numbers ag-divisors"><caption>${escapeHtml(words.threeDivisors(i, j))}</caption><thead>${head}</thead><tbody>${rows.join("")}</tbody></table>`;
}
