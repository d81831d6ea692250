import { select } from "../controls.ts";
import { find, folding } from "../dom.ts";
import { words } from "../words.ts";

export interface BugPanel {
  readonly element: HTMLElement;
  show(bug: string): void;
  /** Loads the bugs' names, once. */
  load(): Promise<void>;
}

/** @param fail hears why the names do not come. */
export function bugPanel(fail: (error: unknown) => void): BugPanel {
  const element = folding(
    words.bug.title,
    `${select("bug", { "": words.bug.none })}<p class="says"></p><p class="museum" hidden><a href="../gradients/museum.html">${words.bug.museum}</a></p>`,
    "bug",
  );
  const list = find<HTMLSelectElement>(element, "select");
  const says = find(element, ".says");
  const link = find<HTMLAnchorElement>(element, ".museum a");
  const ids = new Map<string, string>();
  let loading: Promise<void> | undefined;

  const load = async () => {
    const { exhibits } = await import("../../../museum/exhibits/index.ts");
    for (const { bug, id } of exhibits) {
      list.append(new Option(bug.name, bug.name));
      ids.set(bug.name, id);
    }
  };
  const panel: BugPanel = {
    element,
    show(bug) {
      says.textContent = bug === "" ? words.bug.off : words.bug.on;
      find(element, ".museum").hidden = bug === "";
      if (bug === "") return;
      panel.load().then(() => {
        list.value = bug;
        link.href = `../gradients/museum.html#museum&bug=${ids.get(bug) ?? ""}`;
      }, fail);
    },
    load() {
      // What did not come is asked for again.
      loading ??= load().catch((error) => {
        loading = undefined;
        throw error;
      });
      return loading;
    },
  };
  element.addEventListener("toggle", () => panel.load().catch(fail));
  return panel;
}
