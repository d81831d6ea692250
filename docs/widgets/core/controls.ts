import { core as words } from "../words/en/core.ts";
import type { Choice, Field, Range } from "./fields.ts";
import { type Fill, isSeeded, presets } from "./fill.ts";
import { attributes, escapeHtml } from "./html.ts";

// What changes the state. `data-set` names the field; the element (element.ts) does the rest, for pointer, touch and keyboard.

/** A slider with its value. Positions that the library refuses stay reachable: it says why. */
export function slider(
  name: string,
  label: string,
  value: number,
  { least, most }: Range,
  shown = String(value),
): string {
  return `<label class="ag-slider"><span>${escapeHtml(label)}</span><input type="range"${attributes({ "data-set": name, min: least, max: most, step: 1, value, "aria-valuetext": `${label} ${shown}` })}><output>${escapeHtml(shown)}</output></label>`;
}

/** The fields of a state that are numbers. */
export type NumbersOf<S> = { [K in keyof S]: S[K] extends number ? K : never }[keyof S];

/** Sliders of a state's numbers: of one, or of several at once, such as both directions or all four sides. */
export const slidersOf =
  <N extends string>(state: Readonly<Record<N, number>>, fields: Readonly<Record<N, Field<number>>>) =>
  (label: string, ...names: readonly [N, ...N[]]): string => {
    const values = names.map((name) => state[name]);
    const isSame = values.every((value) => value === values[0]);
    const shown = isSame ? String(values[0]) : values.join("×");
    return slider(names.join(" "), label, values[0], fields[names[0]] as Range, shown);
  };

/** What is on or off. */
export function toggle(name: string, label: string, isOn: boolean): string {
  return `<button type="button" class="ag-toggle"${attributes({ "data-set": name, "data-value": isOn ? "no" : "yes", "aria-pressed": String(isOn) })}>${escapeHtml(label)}</button>`;
}

/** Some words, one of which holds. */
export function select<T extends string>(
  name: string,
  label: string,
  value: T,
  { options }: Pick<Choice<T>, "options">,
  words: Readonly<Record<T, string>>,
): string {
  const all = options.map(
    (option) => `<option value="${option}"${option === value ? " selected" : ""}>${escapeHtml(words[option])}</option>`,
  );
  return `<label class="ag-select"><span>${escapeHtml(label)}</span><select data-set="${name}">${all.join("")}</select></label>`;
}

/** The modes of a figure; keys 1 to 9 choose them too. */
export function tabs<T extends string>(
  name: string,
  value: T,
  options: readonly T[],
  words: Readonly<Record<T, string>>,
  label: string,
): string {
  const all = options.map(
    (option, i) =>
      `<button type="button" role="radio"${attributes({ "data-set": name, "data-value": option, "data-digit": i + 1, "aria-checked": String(option === value), tabindex: option === value ? 0 : -1 })}>${escapeHtml(words[option])}</button>`,
  );
  return `<div class="ag-tabs" role="radiogroup" aria-label="${escapeHtml(label)}">${all.join("")}</div>`;
}

/** What a tensor is filled with. */
export function presetSelect(name: string, label: string, value: Fill): string {
  const all = presets.map(
    (option) =>
      `<option value="${option}"${option === value.preset ? " selected" : ""}>${escapeHtml(words.presets[option])}</option>`,
  );
  const dice = isSeeded(value.preset)
    ? `<button type="button" data-set="${name}" data-value="${value.preset}.${value.seed + 1}" aria-label="${escapeHtml(`${label}: ${words.another}`)}">⚂</button>`
    : "";
  return `<label class="ag-select"><span>${escapeHtml(label)}</span><select data-set="${name}">${all.join("")}</select>${dice}</label>`;
}

/** Controls in a row, with a title. */
export function group(title: string, ...controls: readonly string[]): string {
  return `<div class="ag-group" role="group" aria-label="${escapeHtml(title)}">${controls.join("")}</div>`;
}
