import { core as words } from "../words/en/core.ts";
import { type Fill, filled, flatOf } from "./fill.ts";
import { attributes, escapeHtml } from "./html.ts";
import { literal } from "./numbers.ts";
import { nameOf } from "./plane.ts";
import type { Selectable, Shown, Widget } from "./widget.ts";

/** What stands around every figure: its controls above; steps, editor, sentence and code below. */
export function frame<S extends Selectable>(widget: Widget<S>, state: S, shown: Shown<S>): string {
  const { good, look, message } = shown;
  const parts = [
    shown.isFromText ? `<button type="button" class="ag-back" data-back>${words.back}</button>` : "",
    `<div class="ag-controls">${widget.controls(state)}</div>`,
    `<p class="ag-message" role="alert">${escapeHtml(message)}</p>`,
    `<div class="ag-figure">${shown.figure}</div>`,
    widget.isBare ? "" : `<div class="ag-bar">${stepper(widget, good)}${editor(widget, good)}${history(shown)}</div>`,
    `<p class="ag-says" role="status">${escapeHtml(widget.says(good, look))}</p>`,
    widget.more === undefined ? "" : `<div class="ag-controls">${widget.more(state)}</div>`,
    widget.isBare ? "" : code(widget, good, shown.link),
  ];
  return `<div class="ag-frame" role="group" aria-label="${escapeHtml(widget.title)}">${parts.join("")}</div>`;
}

/** The figure and its sentence. */
export function plainFrame<S extends Selectable>(widget: Widget<S>, state: S): string {
  return `<div class="ag-frame plain" role="group" aria-label="${escapeHtml(widget.title)}"><div class="ag-figure">${widget.figure(state, {})}</div><p class="ag-says">${escapeHtml(widget.says(state, {}))}</p></div>`;
}

function stepper<S extends Selectable>(widget: Widget<S>, state: S): string {
  const count = widget.steps?.(state) ?? 0;
  if (count < 2 || !("step" in state) || typeof state.step !== "number") return "";
  const step = Math.min(state.step, count);
  const button = (label: string, sign: string, to: number) =>
    `<button type="button"${attributes({ "data-set": "step", "data-value": to, "aria-label": label, disabled: to < 0 || to > count })}>${sign}</button>`;
  const slider = `<input type="range"${attributes({ "data-set": "step", min: 0, max: count, value: step, "aria-label": words.step, "aria-valuetext": words.stepOf(step, count) })}>`;
  return `<div class="ag-stepper">${button(words.stepBack, "‹", step - 1)}<button type="button" data-play aria-label="${words.play}">▶</button>${button(words.stepForward, "›", step + 1)}${slider}<output>${escapeHtml(words.stepOf(step, count))}</output></div>`;
}

function editor<S extends Selectable>(widget: Widget<S>, state: S): string {
  const [tensor = "", place = ""] = state.select.split(":");
  const found = widget.editable?.(state)[tensor];
  if (found === undefined)
    return `<div class="ag-editor"><span>${escapeHtml(widget.editable === undefined ? "" : words.tapToEdit)}</span></div>`;
  const index = place.split(",").map(Number);
  const value = filled(state[found.field] as Fill, found.shape)[flatOf(index, found.shape)];
  const name = nameOf(state.select);
  const step = (sign: string, by: number) =>
    `<button type="button"${attributes({ "data-add": by, "aria-label": words.add(name, by) })}>${sign}</button>`;
  return `<div class="ag-editor"><label><span>${escapeHtml(name)}</span><input type="text" inputmode="decimal" autocomplete="off" data-edit${attributes({ value: literal(value ?? Number.NaN) })}></label>${step("−", -1)}${step("+", 1)}</div>`;
}

function history<S>({ undo, redo }: Shown<S>): string {
  const button = (name: string, label: string, sign: string, isOn: boolean) =>
    `<button type="button"${attributes({ [`data-${name}`]: true, "aria-label": label, disabled: !isOn })}>${sign}</button>`;
  return `<div class="ag-history">${button("undo", words.undo, "↶", undo)}${button("redo", words.redo, "↷", redo)}${button("reset", words.reset, "⟲", undo)}</div>`;
}

function code<S extends Selectable>(widget: Widget<S>, state: S, link: string): string {
  const shown = widget.code?.(state);
  const copy = (what: string, label: string) => `<button type="button" data-copy="${what}">${label}</button>`;
  const blocks =
    shown === undefined
      ? ""
      : `<h4>TypeScript</h4><pre tabindex="0" data-code="typescript"><code>${escapeHtml(shown.typescript)}</code></pre>${copy("typescript", words.copy)}<h4>PyTorch</h4><pre tabindex="0" data-code="pytorch"><code>${escapeHtml(shown.pytorch)}</code></pre>${copy("pytorch", words.copy)}`;
  return `<details class="ag-code"><summary>${words.asCode}</summary>${blocks}<p><a href="${escapeHtml(link)}">${words.link}</a> ${copy("link", words.copyLink)}</p></details>`;
}
