import { chart } from "../../../src/train/report/chart.ts";
import { core as words } from "../words/en/core.ts";
import { escapeHtml } from "./html.ts";
import { show } from "./numbers.ts";
import { findingOf, type Probe } from "./probe.ts";

/** A probe as a table of its steps, a verdict, and a picture of the error over the step.
 *  @param what the derivative's name, such as ∂L/∂x[0, 0, 1, 1]. */
export function probePanel(what: string, probe: Probe): string {
  const { steps, extrapolated, analytic, error, accepted, errors } = probe;
  const row = (name: string, value: number, note = "") =>
    `<tr><th scope="row">${escapeHtml(name)}</th><td>${exact(value)}</td><td>${escapeHtml(note)}</td></tr>`;
  const rows = [
    ...steps.map(({ h, value, crossed }, i) =>
      row(["D(h)", "D(h/2)", "D(h/4)"][i], value, `h = ${show(h)}${crossed.length === 0 ? "" : `; ${words.kink}`}`),
    ),
    row(words.extrapolated, extrapolated, words.richardson),
    row(words.analytic, analytic, words.fromBackward),
    row(words.error, error),
    row(words.accepted, accepted),
  ];
  const kinks = steps.flatMap(({ crossed }) => crossed);
  const verdict = words.findings[findingOf(probe)];
  const named =
    kinks.length === 0
      ? ""
      : `<ul class="ag-kinks">${[...new Set(kinks)]
          .slice(0, 6)
          .map((kink) => `<li>${escapeHtml(kink)}</li>`)
          .join("")}</ul>`;
  const [h0] = errors[0];
  const measured = errors.filter(([, error]) => error > 0);
  const top = Math.max(...measured.map(([, error]) => error), 0);
  const slope = errors.slice(0, 16).map(([h]) => [h, top * (h / h0) ** 2] as const);
  const picture = chart(
    [
      { name: words.errorOverH, points: measured },
      { name: words.slope2, points: top > 0 ? slope : [], dashed: true },
    ],
    { title: words.probePicture(what), xLabel: "h", x: "log", log: true },
  );
  return `<div class="ag-probe"><table class="ag-numbers"><caption>${escapeHtml(what)}</caption><tbody>${rows.join("")}</tbody></table><p class="ag-verdict">${escapeHtml(verdict)}</p>${named}${picture}</div>`;
}

/** Ten digits: what differs is what it is about. */
const exact = (value: number) =>
  Number.isFinite(value) ? String(Number(value.toPrecision(10))).replaceAll("-", "−") : show(value);
