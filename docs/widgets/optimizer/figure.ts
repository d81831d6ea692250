import { chart } from "../../../src/train/report/chart.ts";
import { escapeHtml } from "../core/html.ts";
import { show } from "../core/numbers.ts";
import { optimizer as words } from "../words/en/optimizer.ts";
import { effectiveRates, type Name, type Place, paths, shownIn } from "./compute.ts";
import { colorOf, map } from "./map.ts";
import { decayOf, momentumOf, type State } from "./state.ts";

export function figure(s: State): string {
  const shown = map(s, paths(s));
  return `<div class="ag-charts">${shown}<div>${beside(s)}</div></div>`;
}

function beside(s: State): string {
  switch (s.mode) {
    case "paths":
      return losses(s);
    case "rules":
      return `${oneStep(s)}${losses(s)}`;
    case "adagrad":
      return adagrad(s);
  }
}

const upTo = (s: State, name: Name) => paths(s)[name]!.slice(0, s.step + 1);

function losses(s: State): string {
  const series = shownIn(s).map((name) => ({
    name: words.names[name],
    color: colorOf(name),
    dashed: name === "torch",
    points: upTo(s, name).map(({ loss }, step) => [step, loss] as const),
  }));
  return chart(series, { title: words.lossChart, xLabel: words.step, log: true });
}

function adagrad(s: State): string {
  const both = [0, 1] as const;
  const points = (name: Name, of: (place: Place) => number) =>
    upTo(s, name)
      .slice(1)
      .map((place, i) => [i + 1, of(place)] as const);
  const sums = both.map((i) => ({
    name: words.sum(i),
    dashed: i === 1,
    points: points("adagrad", (at) => at.kept[i]),
  }));
  const rates = shownIn(s).flatMap((name) =>
    both.map((i) => ({
      name: words.ratesOf(words.names[name], i),
      dashed: i === 1,
      color: colorOf(name) + 4 * i,
      points: points(name, (at) => effectiveRates(at, name)[i]),
    })),
  );
  return `${chart(sums, { title: words.sums, xLabel: words.step, isFromZero: true })}${chart(rates, { title: words.rates, xLabel: words.step, log: true })}`;
}

/** The step that the rules' table shows, of a path that has one at all. */
const stepOf = (s: State) => Math.min(Math.max(1, s.step), paths(s).paper!.length - 1, paths(s).torch!.length - 1);

function oneStep(s: State): string {
  const step = stepOf(s);
  const pair = ([a, b]: readonly [number, number]) => `(${show(a)}, ${show(b)})`;
  const both = (["paper", "torch"] as const).map((name) => {
    const [before, after] = [paths(s)[name]![step - 1], paths(s)[name]![step]];
    return [
      words.rule[name],
      pair(before.w),
      pair(after.gradient),
      show(after.rate),
      pair(before.kept),
      pair(after.kept),
      pair([after.w[0] - before.w[0], after.w[1] - before.w[1]]),
    ];
  });
  const { w, g, rate, before, after, moved } = words.rule;
  const heads = ["", w, g, rate, before, after, moved].map(escapeHtml);
  const rows = heads.map(
    (head, i) =>
      `<tr><th scope="row">${head}</th>${both.map((column) => `<td>${escapeHtml(column[i])}</td>`).join("")}</tr>`,
  );
  const title = `${words.oneStep(step)}: μ = ${momentumOf(s)}, λ = ${decayOf(s)}; ${words.coordinate}`;
  return `<table class="ag-numbers ag-rules"><caption>${escapeHtml(title)}</caption><tbody>${rows.join("")}</tbody></table>`;
}

export function says(s: State): string {
  if (s.mode === "rules") {
    const step = stepOf(s);
    const [paper, torch] = (["paper", "torch"] as const).map((name) => paths(s)[name]![step].w);
    const isSame = paper.every((value, i) => Math.abs(value - torch[i]) < 1e-9 * (1 + Math.abs(value)));
    return isSame ? words.says.same(step) : words.says.differ(step);
  }
  if (s.mode === "adagrad") {
    const path = upTo(s, "adagrad");
    if (path.length < 2) return words.says.paths(0, show(path[0].loss));
    const [from, to] = [path[1], path.at(-1)!].map((place) => show(effectiveRates(place, "adagrad")[0]));
    return words.says.adagrad(path.length - 1, from, to);
  }
  const all = shownIn(s).map((name) => `${words.names[name]} ${show(upTo(s, name).at(-1)!.loss)}`);
  return words.says.paths(s.step, all.join("; "));
}
