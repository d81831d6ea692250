import { describeReport } from "../../../src/gradcheck/report.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { judge } from "../../museum/judge.ts";
import { escapeHtml } from "../core/html.ts";
import { show } from "../core/numbers.ts";
import { museum as words } from "../words/en/museum.ts";
import { exhibitOf, geometryOf, type State } from "./state.ts";

/** The checker's status, its report with hints and a picture, and oracle by oracle what it found, as HTML. */
export async function verdictOf(s: State): Promise<string> {
  const { order, report } = await judge(geometryOf(s)!, bugDevice(exhibitOf(s).bug));
  const { status, hints, verdicts } = report;
  const rows = verdicts.map(({ oracle, margin, reason }) => {
    const cells = [reason === null ? words.content : words.rejects, show(margin)];
    return `<tr><th scope="row">${oracle}</th>${cells.map((each) => `<td>${each}</td>`).join("")}</tr>`;
  });
  const head = words.columns.map((each) => `<th scope="col">${each}</th>`).join("");
  const text = status === "passed" ? "" : `<pre tabindex="0">${escapeHtml(describeReport(report))}</pre>`;
  return `<p class="ag-verdict" data-status="${status}" data-order="${order}" data-hint="${hints[0]?.kind ?? ""}">${words.verdict(status, order)}</p>${text}<table class="ag-numbers"><caption>${words.oracles(order)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
