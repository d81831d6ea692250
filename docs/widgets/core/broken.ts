import type { Tensor } from "../../../src/core/tensor.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { core as words } from "../words/en/core.ts";
import { escapeHtml } from "./html.ts";
import { made } from "./library.ts";

const said = (sentence: string) => `<p class="ag-verdict">${escapeHtml(sentence)}</p>`;

/** What the gradient checker says of a seeded bug at a point, both orders, as HTML. It is loaded when it is asked for. */
export async function verdict(
  bug: Bug,
  run: (...inputs: Tensor[]) => Tensor,
  inputs: readonly { readonly values: ArrayLike<number>; readonly shape: readonly number[] }[],
): Promise<string> {
  const { compareGradients } = await import("../../../src/gradcheck/gradcheck.ts");
  const { describeReport } = await import("../../../src/gradcheck/report.ts");
  const device = bugDevice(bug);
  const points = inputs.map(({ values, shape }) => made(Array.from(values), shape, device));
  for (const order of [1, 2] as const) {
    const report = await compareGradients(run, points, { order });
    if (report.status === "passed") continue;
    if (report.status === "kink crossed") return said(words.onKink);
    const oracles = new Set(report.verdicts.filter(({ reason }) => reason !== null).map(({ oracle }) => oracle));
    return `${said(words.caught(order, [...oracles]))}<pre tabindex="0">${escapeHtml(describeReport(report))}</pre>`;
  }
  return said(words.hidden);
}
