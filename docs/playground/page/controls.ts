import { attributes, escapeHtml } from "../../widgets/core/html.ts";
import { fields, type Name, type Settings } from "./settings.ts";
import { words } from "./words.ts";

// Controls of the settings: `data-field` names the one that each sets.

const label = (name: Name) => escapeHtml(words.fields[name]);

export function select(name: Name, options: Readonly<Record<string, string>>): string {
  const all = Object.entries(options).map(
    ([value, text]) => `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`,
  );
  return `<label class="field"><span>${label(name)}</span><select data-field="${name}">${all.join("")}</select></label>`;
}

export function entry(name: Name): string {
  return `<label class="field"><span>${label(name)}</span><input type="text" inputmode="decimal" autocomplete="off" data-field="${name}"></label>`;
}

export function slider(name: Name, limits: { min: number; max: number; step: number }): string {
  return `<label class="ag-slider"><span>${label(name)}</span><input type="range"${attributes({ "data-field": name, ...limits })}><output></output></label>`;
}

export function tick(name: Name): string {
  return `<label class="tick"><input type="checkbox" data-field="${name}">${label(name)}</label>`;
}

type Control = HTMLInputElement | HTMLSelectElement;

/** Tells what the reader sets, by name, as the address writes it. */
export function listen(root: HTMLElement, change: (name: Name, text: string, control: Control) => void): void {
  root.addEventListener("input", ({ target }) => showValue(target as Control));
  root.addEventListener("change", ({ target }) => {
    const control = target as Control;
    const { field } = control.dataset;
    if (field !== undefined) change(field as Name, textOf(control), control);
  });
}

/** Puts the settings into their controls. */
export function show(root: HTMLElement, settings: Settings): void {
  for (const control of root.querySelectorAll<Control>("[data-field]")) {
    const name = control.dataset.field as Name;
    const text = (fields[name].write as (value: unknown) => string)(settings[name]);
    if (control.type === "checkbox") (control as HTMLInputElement).checked = text === "yes";
    else control.value = text;
    control.removeAttribute("aria-invalid");
    showValue(control);
  }
}

function showValue(control: Control): void {
  if (control.type !== "range") return;
  control.parentElement!.querySelector("output")!.textContent = control.value;
}

function textOf(control: Control): string {
  if (control.type !== "checkbox") return control.value;
  return (control as HTMLInputElement).checked ? "yes" : "no";
}
