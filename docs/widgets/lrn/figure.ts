import { coordinates } from "../../../src/gradcheck/coordinates.ts";
import { type Bar, bars } from "../core/bars.ts";

import { judgedNote, noteOf } from "../core/notes.ts";
import { panes } from "../core/pane.ts";
import { keyOf } from "../core/plane.ts";
import { type Place, placeOf, resultAt, tensorPane } from "../core/tensors.ts";
import { sum } from "../core/terms.ts";
import type { Look } from "../core/widget.ts";
import { wrongSays } from "../core/wrong.ts";
import { core } from "../words/en/core.ts";
import { lrn as words } from "../words/en/lrn.ts";
import { bugOf } from "./bugs.ts";
import { computed, numbersOf, partsOfAll, windowAt } from "./compute.ts";
import { converter } from "./converter.ts";
import { acts, conventionsChart } from "./curves.ts";
import { litBy, termsOf } from "./focus.ts";
import { channelBars } from "./picture.ts";
import { probed } from "./probe.ts";
import { geometryOf, type State, shapeOf } from "./state.ts";
import { tensorsOf } from "./tensors.ts";

export function figure(s: State, look: Look): string {
  if (s.mode === "converter") return converter(s);
  const tensors = tensorsOf(s);
  const focus = placeOf(tensors, look.cell ?? s.select);
  const result = resultAt(tensors, focus);
  const terms = s.mode === "broken" ? [] : termsOf(s, result);
  const pointed = look.term === undefined ? undefined : terms[Number(look.term)];
  const lit = pointed?.factors.map(({ key }) => key) ?? litBy(s, focus);
  const all = new Map(lit.map((key) => [key, undefined]));
  const above = s.mode === "second" ? "" : picture(s, focus);
  return above + panes(tensors.map((each) => tensorPane(each, focus.key, all))) + below(s, focus, result, terms, look);
}

function picture(s: State, focus: Place): string {
  if (s.channels === "within") return "";
  const all = computed(s);
  if (s.mode === "acts" || s.mode === "broken") return "";
  const isTurned = ["∂x", "x"].includes(focus.tensor.name);
  return channelBars(all, windowAt(geometryOf(s), shapeOf(s), focus.flat, isTurned), focus.flat);
}

function below(s: State, focus: Place, result: Place, terms: ReturnType<typeof termsOf>, look: Look): string {
  const written = terms.length === 0 ? "" : sum(result.key, terms, result.value, core, look.term);
  switch (s.mode) {
    case "forward":
      return conventionsChart(s, focus.flat, keyOf("y", focus.index));
    case "by-x":
      return noteOf(words.twoWays) + partBars(s, focus) + written;
    case "second":
      return noteOf(words.secondSays) + written;
    case "probe":
      return probed(s, focus);
    case "acts":
      return acts(s, focus.flat, keyOf("y", focus.index));
    default:
      return wrong(s, look);
  }
}

/** Each ∂x as what its own y hands back, and what all d do. */
function partBars(s: State, focus: Place): string {
  const { own, cross } = partsOfAll(s);
  const shape = shapeOf(s);
  const rows = Array.from(own, (value, flat): Bar => {
    const index = coordinates(flat, shape);
    return {
      label: `∂x[${index.join(", ")}]`,
      key: keyOf("∂x", index),
      parts: [value, cross[flat]],
      isSelected: flat === focus.flat,
    };
  });
  return bars(rows, words.parts, words.partsTitle);
}

function wrong(s: State, look: Look): string {
  const hasZero = numbersOf(s, "x").includes(0);
  return (
    noteOf(`${bugOf(s).name}. ${wrongSays(tensorsOf(s))}${hasZero ? ` ${words.noZeros}` : ""}`) + judgedNote(look.later)
  );
}
