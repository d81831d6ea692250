import { chart } from "../../../src/train/report/chart.ts";
import { type Bar, bars } from "../core/bars.ts";
import { judgedNote, noteOf } from "../core/notes.ts";
import { show } from "../core/numbers.ts";
import { panes } from "../core/pane.ts";
import { keyOf, nameOf } from "../core/plane.ts";
import { type Place, placeOf, resultAt, tensorPane } from "../core/tensors.ts";
import { sum, type Term } from "../core/terms.ts";
import type { Look } from "../core/widget.ts";
import { wrongSays } from "../core/wrong.ts";
import { batchNorm as words } from "../words/en/batch-norm.ts";
import { core } from "../words/en/core.ts";
import { bugOf } from "./bugs.ts";
import { parts } from "./compute.ts";
import { litBy, termsOf } from "./focus.ts";
import { lines } from "./picture.ts";
import { probed } from "./probe.ts";
import { running, truth } from "./running.ts";
import type { State } from "./state.ts";
import { tensorsOf } from "./tensors.ts";

export function figure(s: State, look: Look): string {
  const tensors = tensorsOf(s);
  const focus = placeOf(tensors, look.cell ?? s.select);
  const result = resultAt(tensors, focus);
  const terms = s.mode === "broken" ? [] : termsOf(s, result);
  const pointed = look.term === undefined ? undefined : terms[Number(look.term)];
  const lit = new Map((pointed?.factors.map(({ key }) => key) ?? litBy(s, focus)).map((key) => [key, undefined]));
  const above = s.mode === "forward" || s.mode === "by-x" ? lines(s, focus.key) : "";
  return above + panes(tensors.map((each) => tensorPane(each, focus.key, lit))) + below(s, focus, result, terms, look);
}

function below(s: State, focus: Place, result: Place, terms: readonly Term[], look: Look): string {
  const written = terms.length === 0 ? "" : sum(result.key, terms, result.value, core, look.term);
  const c = focus.index.at(-1)!;
  switch (s.mode) {
    case "by-x":
      return noteOf(s.training ? words.threeWays : words.oneWay) + partBars(s, c, focus) + written;
    case "running":
      return noteOf(words.runningSays(s.source, show(s.n / (s.n - 1)))) + runningChart(s, c);
    case "second":
      return noteOf(s.training ? words.secondSays : words.secondInEvaluation) + written;
    case "probe":
      return probed(s, focus);
    case "broken":
      return wrong(s, look);
    default:
      return written;
  }
}

/** A channel's ∂x, each as its three parts; the last row is their sums. */
function partBars(s: State, c: number, focus: Place): string {
  const all = parts(s);
  const rows = Array.from({ length: s.n }, (_, i): Bar => {
    const key = keyOf("∂x", [i, c]);
    return { label: nameOf(key), key, parts: all.map((part) => part[i * s.c + c]), isSelected: key === focus.key };
  });
  const totals = all.map((_, which) => rows.reduce((sum, row) => sum + row.parts[which], 0));
  return bars([...rows, { label: "Σ", parts: totals.map(withoutRounding) }], words.parts, words.partsTitle(c));
}

/** A sum that is 0 but for rounding. */
const withoutRounding = (value: number) => (Math.abs(value) < 1e-12 ? 0 : value);

function runningChart(s: State, c: number): string {
  const { mean, variance, batchMean, batchVariance } = running(s);
  const line = (all: readonly ArrayLike<number>[], first: number) =>
    all.map((each, i) => [i + first, each[c]] as const);
  const level = truth(s)[c];
  const picture = (title: string, series: Parameters<typeof chart>[0]) =>
    chart(series, { title, xLabel: words.batchesSeen, isFromZero: true });
  return (
    picture(words.varianceTitle(c), [
      { name: words.runningVar, points: line(variance, 0) },
      { name: words.biased, points: line(batchVariance, 1) },
      { name: words.unbiased, points: variance.map((_, i) => [i, level] as const), dashed: true },
    ]) +
    picture(words.meanTitle(c), [
      { name: words.runningMean, points: line(mean, 0) },
      { name: words.batchMean, points: line(batchMean, 1) },
    ])
  );
}

function wrong(s: State, look: Look): string {
  return noteOf(`${bugOf(s).name}. ${wrongSays(tensorsOf(s))}`) + judgedNote(look.later);
}
