import { besideTable } from "../../bench/report/beside.ts";
import { toBody } from "../../bench/report/body.ts";
import { style } from "../../bench/report/style.ts";
import type { Results } from "../../bench/results.ts";

/** The results of this machine, beside another's where there are two. */
export function describe(all: readonly Results[]): string {
  const beside = all.length > 1 ? `<div class="bench">${besideTable(all)}</div>` : "";
  return `<style>${style}</style>${beside}${toBody(all[0], 2)}`;
}
