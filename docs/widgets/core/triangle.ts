import { attributes, escapeHtml } from "./html.ts";

export type Corner = "y" | "x" | "w";

const places: Readonly<Record<Corner, readonly [number, number]>> = { y: [160, 26], x: [68, 110], w: [252, 110] };

/** The three products of a linear operator of two inputs: from each, an edge to each of the two that are its gradients.
 *  @param corner the one that is differentiated again: a click on one of the two chooses it. */
export function triangle(corner: Corner, texts: Readonly<Record<Corner, string>>, label: string): string {
  const node = (name: Corner) => {
    const [x, y] = places[name];
    const isHere = name === corner;
    return `<g${attributes({ class: isHere ? "here" : undefined, "data-set": name === "y" ? undefined : "corner", "data-value": name === "y" ? undefined : name })}><rect x="${x - 66}" y="${y - 16}" width="132" height="32" rx="8"></rect><text x="${x}" y="${y + 4}" text-anchor="middle">${escapeHtml(texts[name])}</text></g>`;
  };
  const edge = (from: Corner, to: Corner) => {
    const [[x1, y1], [x2, y2]] = [places[from], places[to]];
    return `<line${attributes({ x1, y1, x2, y2, class: from === corner || to === corner ? "here" : undefined })}></line>`;
  };
  return `<svg class="ag-triangle" viewBox="0 0 320 136" role="img" aria-label="${escapeHtml(label)}">${edge("y", "x")}${edge("y", "w")}${edge("x", "w")}${node("y")}${node("x")}${node("w")}</svg>`;
}
