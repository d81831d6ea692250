import { core as words } from "../words/en/core.ts";
import { slider } from "./controls.ts";
import type { Field, Range } from "./fields.ts";
import { escapeHtml } from "./html.ts";
import { show } from "./numbers.ts";

/** The probe's step, 2^−h2. */
export const stepSlider = (h2: number, field: Field<number>): string =>
  slider("h2", words.h, h2, field as Range, `2^−${h2} = ${show(2 ** -h2)}`);

/** What the checker says, or that it has not said it yet. */
export const judgedNote = (later: string | undefined): string =>
  later ?? `<p class="ag-verdict">${escapeHtml(words.checking)}</p>`;

/** One sentence on the mode. */
export const noteOf = (text: string): string => `<p class="ag-note">${escapeHtml(text)}</p>`;
