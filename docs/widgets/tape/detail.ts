import type { Tensor } from "../../../src/core/tensor.ts";
import { escapeHtml } from "../core/html.ts";
import { values } from "../core/library.ts";
import { factor, show } from "../core/numbers.ts";
import { tape as words } from "../words/en/tape.ts";
import { keptBy, type Rule, ruleOf } from "./rules.ts";
import type { Event, Part } from "./trace.ts";
import { shownValue, type View } from "./view.ts";

/** What the step does, with its numbers. */
export function detail(view: View): string {
  const { event } = view.frame;
  switch (event.kind) {
    case "pull":
      return pulled(event, view);
    case "rest":
      return table([`${event.box.name}.grad`], [[added(event.before, event.dy, event.after)]]);
    case "record": {
      const tensors = event.box.tensor === null ? [] : [event.box.tensor];
      const saved = event.boxes.flatMap((box) => keptBy(box, view.nameOf));
      const columns = [event.box.name, ...saved.map(({ name }) => words.keeps(name))];
      return table(columns, [[...tensors, ...saved.map(({ tensor }) => tensor)].map(matrix)]);
    }
    default:
      return "";
  }
}

function pulled(event: Extract<Event, { kind: "pull" }>, view: View): string {
  const { headings } = words;
  const rows = event.parts.map((part) => {
    const rule = ruleOf(event, part, view.nameOf);
    return [
      `∂${escapeHtml(view.nameOf(part.to))}`,
      escapeHtml(rule.names),
      withNumbers(rule, part),
      part.before === null ? `<span class="soft">${words.first}</span>` : added(part.before, part.gradient, part.after),
    ];
  });
  return table([headings.by, headings.rule, headings.with, headings.sum], rows);
}

function withNumbers({ numbers }: Rule, { gradient }: Part): string {
  const result = matrix(gradient);
  return numbers === null || gradient.size > 1 || numbers === result ? result : `${escapeHtml(numbers)} = ${result}`;
}

function added(before: Tensor | null, gradient: Tensor, after: Tensor): string {
  if (before === null) return matrix(after);
  if (after.size === 1)
    return `${show(values(before)[0])} + ${factor(values(gradient)[0])} = ${show(values(after)[0])}`;
  return `${matrix(before)} + ${matrix(gradient)} = ${matrix(after)}`;
}

const largest = 16;

/** A small tensor's numbers, row by row. */
function matrix(tensor: Tensor): string {
  if (tensor.size === 1) return show(values(tensor)[0]);
  if (tensor.size > largest) return tensor.shape.join("×");
  const columns = tensor.shape.at(-1)!;
  const all = Array.from(values(tensor), show);
  const rows = Array.from({ length: all.length / columns }, (_, i) => all.slice(i * columns, (i + 1) * columns));
  return `<span class="ag-small" style="--ag-columns:${columns}">${rows.map((row) => row.map((each) => `<span>${each}</span>`).join(" ")).join(" ")}</span>`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((each) => `<th scope="col">${escapeHtml(each)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((each) => `<td>${each}</td>`).join("")}</tr>`).join("");
  return `<div class="ag-step" tabindex="0"><table class="ag-numbers"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** The same as the graph, for those who read. */
export function stepsTable(view: View): string {
  const { frame, idOf, nameOf } = view;
  const rows = [...frame.shown].map((box) => {
    const gradient = frame.gradients.get(box);
    const id = idOf(box);
    return [
      id === null ? "" : `#${id}`,
      escapeHtml(box.name),
      escapeHtml(box.gradFn?.op ?? words.constant),
      escapeHtml(box.from.map(nameOf).join(", ")),
      escapeHtml(shownValue(box)),
      gradient === undefined ? "" : matrix(gradient),
    ];
  });
  return `<details class="ag-more"><summary>${words.table}</summary>${table(words.columns, rows)}</details>`;
}

/** What plain recursion ends with, beside the tape's. */
export function results(wrong: View, right: View): string {
  const leaves = wrong.frame.all.filter(({ gradFn }) => gradFn?.isLeaf);
  const row = ({ frames }: View, name: string) => {
    const { gradients, all } = frames.at(-1)!;
    const found = leaves.map((leaf) => gradients.get(all.find((box) => box.name === leaf.name)!));
    return [name, ...found.map((each) => (each === undefined ? "0" : matrix(each)))];
  };
  const columns = [words.results, ...leaves.map(({ name }) => `∂${name}`)];
  return table(columns, [row(wrong, words.byRecursion), row(right, words.byTape)]);
}
