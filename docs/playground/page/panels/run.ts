import type { State } from "../../protocol.ts";
import { select } from "../controls.ts";
import { find, make } from "../dom.ts";
import { words } from "../words.ts";

export interface RunPanel {
  readonly element: HTMLElement;
  say(sentence: string, isError?: boolean): void;
  /** Where it computes, and what is to be known of it. */
  says(where: string, note: string, isGpu: boolean): void;
  show(state: State): void;
  progress(step: number, of: number): void;
  /** Whether what the reader changed waits for a new training. */
  pending(isPending: boolean): void;
}

export type Action = "main" | "step" | "reset" | "anew" | "lose";

/** What starts and stops, and the sentences that say what happens. */
export function runPanel(act: (action: Action) => void): RunPanel {
  const { main, step, reset, progress, lose, pending, anew } = words.run;
  const { reference, ...places } = words.places;
  const button = (name: Action, label: string, rest = "") =>
    `<button type="button" name="${name}"${rest}>${label}</button>`;
  const element = make(`<section class="ag-frame panel run" aria-label="${words.run.title}">
    <div class="row">${button("main", main.empty, " disabled")}${button("step", step, " disabled")}${button("reset", reset)}${select("place", places)}${button("lose", lose, " hidden")}</div>
    <progress max="1" value="0" aria-label="${progress}"></progress>
    <p class="status" role="status">${words.loading}</p>
    <div class="notes"><p class="where"></p><p class="pending" hidden>${pending} ${button("anew", anew)}</p></div>
  </section>`);
  const named = (name: Action) => find<HTMLButtonElement>(element, `[name=${name}]`);
  element.addEventListener("click", ({ target }) => {
    const { name } = (target as Element).closest("button") ?? {};
    if (name === undefined) return;
    act(name as Action);
    // These two go when they have done their work.
    if (name === "anew" || name === "lose") named("main").focus();
  });
  const gpu = find<HTMLOptionElement>(element, "[value=webgpu]");
  if (!("gpu" in navigator)) {
    gpu.disabled = true;
    gpu.textContent = words.run.absent(places.webgpu);
  }
  return {
    element,
    say(sentence, isError = false) {
      const status = find(element, ".status");
      status.textContent = sentence;
      status.classList.toggle("error", isError);
    },
    says(where, note, isGpu) {
      find(element, ".where").textContent = [words.run.computes(where), note].filter(Boolean).join(" ");
      named("lose").hidden = !isGpu;
    },
    show(state) {
      named("main").textContent = words.run.main[state];
      named("main").disabled = state === "empty";
      named("step").disabled = state === "empty" || state === "running" || state === "done";
    },
    progress: (step, of) =>
      Object.assign(find<HTMLProgressElement>(element, "progress"), { max: of || 1, value: step }),
    pending: (isPending) => {
      find(element, ".pending").hidden = !isPending;
    },
  };
}
