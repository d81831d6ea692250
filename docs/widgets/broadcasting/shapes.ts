import { attributes, escapeHtml } from "../core/html.ts";
import { broadcasting as words } from "../words/en/broadcasting.ts";
import { shapeOf } from "./parts.ts";
import { aShapeOf, bShapeOf, type State } from "./state.ts";

/** The two shapes, one above the other, matched from the last axis on, and what becomes of them. */
export function shapes(s: State): string {
  const result = shapeOf(s);
  const row = (name: string, shape: readonly number[]) => {
    const cells = result.map((extent, axis) => {
      const own = shape[axis - (result.length - shape.length)];
      const isStretched = extent !== 1 && own !== extent;
      const text = own === undefined ? words.missing : String(own);
      return `<td${attributes({ class: isStretched ? "stretched" : undefined })}>${text}${isStretched ? ` → ${extent}` : ""}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(name)}</th>${cells.join("")}</tr>`;
  };
  const head = result.map((_, axis) => `<th scope="col">${escapeHtml(words.axis(axis - result.length))}</th>`);
  return `<table class="ag-shapes"><thead><tr><td></td>${head.join("")}</tr></thead><tbody>${row("a", aShapeOf(s))}${row("b", bShapeOf(s))}${row("y", result)}</tbody></table>`;
}
