import { attributes, escapeHtml } from "../core/html.ts";
import { conv2d as words } from "../words/en/conv2d.ts";
import type { State } from "./state.ts";

const corners = {
  y: { at: [160, 26], text: "y = conv2d(x, w)" },
  x: { at: [68, 110], text: "∂x = gradInput(∂y, w)" },
  w: { at: [252, 110], text: "∂w = gradWeight(∂y, x)" },
} as const;

/** The three kernels of a convolution: from each, an arrow to each of the two that are its gradients. */
export function triangle(corner: State["corner"]): string {
  const node = (name: keyof typeof corners) => {
    const { at, text } = corners[name];
    const isHere = name === corner;
    return `<g${attributes({ class: isHere ? "here" : undefined })}><rect x="${at[0] - 66}" y="${at[1] - 16}" width="132" height="32" rx="8"></rect><text x="${at[0]}" y="${at[1] + 4}" text-anchor="middle">${escapeHtml(text)}</text></g>`;
  };
  const edge = (from: keyof typeof corners, to: keyof typeof corners) => {
    const [[x1, y1], [x2, y2]] = [corners[from].at, corners[to].at];
    return `<line${attributes({ x1, y1, x2, y2, class: from === corner || to === corner ? "here" : undefined })}></line>`;
  };
  return `<svg class="ag-triangle" viewBox="0 0 320 136" role="img" aria-label="${escapeHtml(words.triangle)}">${edge("y", "x")}${edge("y", "w")}${edge("x", "w")}${node("y")}${node("x")}${node("w")}</svg>`;
}
