import { escapeHtml } from "../../src/train/report/escape.ts";
import type { Row } from "../results.ts";
import { formatShare, formatTime } from "./format.ts";
import { kernelShares } from "./profile.ts";
import { scrolled } from "./table.ts";
import { contendersOf } from "./tasks.ts";

/** The kernels of a step on each contender, the costliest first. "" where nothing was profiled. */
export function profileTables(rows: readonly Row[]): string {
  return contendersOf(rows)
    .map((contender) => {
      const lines = kernelShares(rows, contender).map(({ kernel, calls, ms, share, ofBound, idle }) => {
        const cells = [
          `${calls}`,
          formatTime(ms),
          formatShare(share),
          ofBound === undefined ? "–" : formatShare(ofBound),
          idle === undefined ? "–" : formatShare(idle),
        ];
        return `<tr><th scope="row">${escapeHtml(kernel)}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
      });
      const head = ["kernel", "calls", "time in all", "of the step's kernels", "of bound", "threads idle"];
      return scrolled(contender, head, [`<tbody>${lines.join("")}</tbody>`]);
    })
    .join("");
}
