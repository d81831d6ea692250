import { escapeHtml } from "../../../src/train/report/escape.ts";

export { escapeHtml };

/** Attributes of a tag: those that are false or undefined are left out, true ones stand without a value. */
export function attributes(all: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(all)
    .filter(([, value]) => value !== false && value !== undefined)
    .map(([name, value]) => ` ${name}="${value === true ? "" : escapeHtml(String(value))}"`)
    .join("");
}

/** The classes whose switch is on. */
export function classes(...all: readonly (string | false | undefined)[]): string {
  return all.filter(Boolean).join(" ");
}
