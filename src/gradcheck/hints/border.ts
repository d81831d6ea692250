import type { Evidence } from "./evidence.ts";
import type { Hint } from "./hint.ts";
import { isMostlyWrong, isOnly } from "./place.ts";

const sides = ["top", "bottom", "left", "right"] as const;
type Side = (typeof sides)[number];

/** All sets of sides, small ones first. */
const choices = Array.from({ length: 15 }, (_, i) => sides.filter((_, side) => ((i + 1) >> side) & 1)).sort(
  (a, b) => a.length - b.length,
);

/** Wrong only at some sides of the last two axes. */
export function border(evidence: Evidence): Hint | null {
  const { shape, elements } = evidence;
  const [h, w] = shape.slice(-2);
  if (h === undefined || w === undefined) return null;
  const distance = (element: number, side: Side) => {
    const [row, column] = [Math.floor(element / w) % h, element % w];
    return { top: row, bottom: h - 1 - row, left: column, right: w - 1 - column }[side];
  };
  let depth = 0;
  for (const [element, state] of elements.entries()) {
    if (state === "wrong") depth = Math.max(depth, 1 + Math.min(...sides.map((side) => distance(element, side))));
  }
  if (2 * depth >= Math.min(h, w)) return null;
  const at = (side: Side) => (element: number) => distance(element, side) < depth;
  const found = choices.find((chosen) => {
    const isWithin = (element: number) => chosen.some((side) => at(side)(element));
    return isOnly(evidence, isWithin) && chosen.every((side) => isMostlyWrong(evidence, at(side)));
  });
  if (found === undefined) return null;
  const where = found.length === sides.length ? "on all sides" : `(${found.join(", ")})`;
  const deep = depth === 1 ? "" : `, ${depth} deep`;
  const text = `wrong only at the border of the last two axes ${where}${deep}: padding or the clipping of windows is off there`;
  return { kind: "border", text };
}
