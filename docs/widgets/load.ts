import { define } from "./core/element.ts";
import type { Selectable, Widget } from "./core/widget.ts";

const modules = import.meta.glob<{ widget: Widget<Selectable> }>("./*/index.ts");

/** Makes the widgets of a page live; each kind is loaded once. */
export async function loadWidgets(page: ParentNode): Promise<void> {
  const names = new Set(
    [...page.querySelectorAll(":not(:defined)")].map(({ localName }) => localName.replace(/^ag-/, "")),
  );
  await Promise.all(
    [...names].map(async (name) => {
      const load = modules[`./${name}/index.ts`];
      if (load !== undefined) define((await load()).widget);
    }),
  );
}
