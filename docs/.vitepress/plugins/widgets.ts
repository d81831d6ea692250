import { drawings } from "../../widgets/index.ts";
import type { Plugin } from "./vite.ts";

/** `<ag-conv2d state="sh=3&sw=3"></ag-conv2d>` in a page: its drawing is put inside, as the library computes it, and comes
 *  alive in the page. With `plain`, the drawing and its sentence alone, which stay as they are.
 *  Vue is told to leave both alone. What it loads for a reader who comes from another page has no drawing: there the element
 *  draws itself. */
export function widgets(): Plugin {
  return {
    name: "widgets",
    enforce: "pre",
    transform(page, file, { ssr } = {}) {
      if (!file.endsWith(".md")) return null;
      return page.replace(/^<ag-([a-z0-9-]+)([^>]*)><\/ag-\1>$/gm, (_, name: string, attributes: string) => {
        const drawing = drawings.find((each) => each.name === name);
        if (drawing === undefined) throw new Error(`${file}: expected a widget; got ag-${name}`);
        const said = (attribute: string) =>
          new RegExp(` ${attribute}="([^"]*)"`).exec(attributes)?.[1]?.replaceAll("&amp;", "&") ?? "";
        const [state, id] = [said("state"), said("id")];
        if (/ plain\b/.test(attributes)) return `<div v-pre>${oneLine(drawing.plain(state))}</div>`;
        const inside = ssr ? oneLine(drawing.draw(state, id || name)) : "";
        return `<div v-pre><ag-${name}${attributes}>${inside}</ag-${name}></div>`;
      });
    },
  };
}

/** Markdown takes a block of one line as it is. */
const oneLine = (html: string) => html.replaceAll("\n", "&#10;");
