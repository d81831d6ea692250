import { escapeHtml } from "../../src/train/report/escape.ts";
import { words } from "./words.ts";

export type Place = keyof typeof words.places;
export type Suite = keyof typeof words.suites;

/** What the reader chose. */
export interface Choice {
  readonly places: readonly Place[];
  readonly suites: readonly Suite[];
  readonly rounds: number;
}

const atFirst: Choice = { places: ["cpu1", "cpu", "webgpu"], suites: ["glance"], rounds: 9 };

function boxes(
  name: keyof Choice,
  legend: string,
  all: Readonly<Record<string, string>>,
  on: readonly string[],
): string {
  const items = Object.entries(all).map(([value, text]) => {
    const checked = on.includes(value) ? " checked" : "";
    return `<label><input type="checkbox" name="${name}" value="${value}"${checked}> ${escapeHtml(text)}</label>`;
  });
  return `<fieldset><legend>${legend}</legend>${items.join("")}</fieldset>`;
}

export const form = `<form>
  ${boxes("places", words.where, words.places, atFirst.places)}
  ${boxes("suites", words.what, words.suites, atFirst.suites)}
  <p><label>${words.rounds} <select name="rounds">
    ${[3, 9, 25].map((n) => `<option${n === atFirst.rounds ? " selected" : ""}>${n}</option>`).join("")}
  </select></label>
  <button name="measure">${words.measure}</button>
  <button name="stop" type="button" disabled>${words.stop}</button></p>
  <p role="status"></p>
  <progress max="1" value="0" hidden aria-label="${words.measure}"></progress>
  <ul class="absent"></ul>
  <p class="results-buttons" hidden>
    <button name="copy" type="button">${words.copy}</button>
    <button name="download" type="button">${words.download}</button>
  </p>
  <p><label>${words.others}: <input type="file" name="open" accept=".json,application/json"></label></p>
</form>
<div class="results"></div>`;

export function choiceOf(form: HTMLFormElement): Choice {
  const data = new FormData(form);
  return {
    places: data.getAll("places") as Place[],
    suites: data.getAll("suites") as Suite[],
    rounds: Number(data.get("rounds")),
  };
}
