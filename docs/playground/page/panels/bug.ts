import { bugs } from "../bugs.ts";
import { select } from "../controls.ts";
import { find, folding } from "../dom.ts";
import { words } from "../words.ts";

export interface BugPanel {
  readonly element: HTMLElement;
  show(bug: string): void;
}

export function bugPanel(): BugPanel {
  const names = Object.fromEntries(bugs.map(({ name }) => [name, name]));
  const element = folding(
    words.bug.title,
    `${select("bug", { "": words.bug.none, ...names })}<p class="says"></p><p class="museum" hidden><a>${words.bug.museum}</a></p>`,
    "bug",
  );
  return {
    element,
    show(bug) {
      find(element, ".says").textContent = bug === "" ? words.bug.off : words.bug.on;
      find(element, ".museum").hidden = bug === "";
      const { id = "" } = bugs.find(({ name }) => name === bug) ?? {};
      find<HTMLAnchorElement>(element, ".museum a").href = `../gradients/museum.html#museum&bug=${id}`;
    },
  };
}
