import { attributes, escapeHtml } from "../core/html.ts";
import { nested } from "../core/nested.ts";
import type { Look } from "../core/widget.ts";
import { tape as words } from "../words/en/tape.ts";
import { detail, results, stepsTable } from "./detail.ts";
import { graph } from "./graph.ts";
import { numbersOf, programOf } from "./record.ts";
import type { State } from "./state.ts";
import type { Frame } from "./trace.ts";
import { viewOf } from "./view.ts";

export function figure(s: State, look: Look): string {
  const view = viewOf(s);
  const compared = s.mode === "recursion" ? results(view, viewOf({ ...s, mode: "once" })) : "";
  return `<div class="ag-program-and-graph">${listing(s, view.frame)}<div class="ag-scroll" tabindex="0">${graph(view, look.cell)}</div></div><p>${words.kept(view.frame.kept)}</p>${detail(view)}${compared}${stepsTable(view)}`;
}

/** The program, the line lit that is at work. */
function listing(s: State, { event, run, pass }: Frame): string {
  const { inputs, lines } = programOf(s);
  const given = inputs.map((input) => {
    const numbers = numbersOf(input, s);
    const value = numbers.length > 6 ? input.shape.join("×") : nested(numbers, input.shape);
    return { text: `${input.name} = ${value}`, isLit: event.kind === "start" };
  });
  const body = lines.map(({ typescript }, i) => ({
    text: typescript.replace(/^(const|let) /, "").replace(/;$/, ""),
    isLit: event.kind === "record" && event.line === i,
  }));
  const isBack = event.kind === "seed" || event.kind === "pull" || event.kind === "rest";
  const after = afterwards(s).map(({ text, when }) => ({
    text,
    isLit: when === "zero" ? event.kind === "zero" : isBack && when.run === run && when.pass === pass,
  }));
  const items = [...given, ...body, ...after].map(
    ({ text, isLit }) =>
      `<li${attributes({ class: isLit ? "lit" : undefined, "aria-current": isLit ? "step" : undefined })}><code>${escapeHtml(text)}</code></li>`,
  );
  return `<ol class="ag-program" aria-label="${words.listing}">${items.join("")}</ol>`;
}

type When = "zero" | Pick<Frame, "run" | "pass">;

/** What follows the program's own lines. */
function afterwards(s: State): { readonly text: string; readonly when: When }[] {
  const program = programOf(s);
  const output = program.lines.at(-1)!.actions.at(-1)!.name;
  const leaf = program.inputs.find(({ isConstant = false }) => !isConstant)!.name;
  const first = { run: 1, pass: 1 };
  switch (s.mode) {
    case "once":
      return [{ text: `${output}.backward()`, when: first }];
    case "recursion":
      return [{ text: `visit(${output})`, when: first }];
    case "twice":
      return [
        { text: `${output}.backward()`, when: first },
        ...(s.zero ? [{ text: words.emptied, when: "zero" as const }] : []),
        { text: words.sameAgain, when: { run: 2, pass: 2 } },
      ];
    case "again":
      return [
        { text: `${output}.backward(${s.retain ? "retainGraph" : ""})`, when: first },
        { text: `${output}.backward()`, when: { run: 1, pass: 2 } },
      ];
    case "second":
      return [
        { text: `[∂${leaf}] = grad(${output}, createGraph)`, when: first },
        { text: `grad(∂${leaf})`, when: { run: 1, pass: 2 } },
      ];
  }
}
