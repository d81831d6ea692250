import { attributes, classes, escapeHtml } from "../core/html.ts";
import { tape as words } from "../words/en/tape.ts";
import { boxHeight, boxWidth, type Edge, layout, type Point } from "./layout.ts";
import type { Box } from "./record.ts";
import { brief, keptBy } from "./rules.ts";
import type { Frame } from "./trace.ts";
import { boxAt, shownValue, type View } from "./view.ts";

const margin = 6;

/** The tape as a drawing: boxes from left to right, the gradients on the arrows that they took. */
export function graph(view: View, lit?: string): string {
  const { frame } = view;
  const { width, height, places, edges } = layout(frame.all);
  const seen = edges.filter(({ from, to }) => frame.shown.has(from) && frame.shown.has(to));
  const arrows = seen.map((edge) => arrow(edge, frame));
  const boxes = frame.all
    .filter((each) => frame.shown.has(each))
    .map((each) => box(each, places.get(each)!, view, lit === keyOf(each, view)));
  const [w, h] = [width + 2 * margin, height + 2 * margin];
  const title = words.graph(
    view.nameOf(
      view.frames
        .at(-1)!
        .all.filter(({ isBackward }) => !isBackward)
        .at(-1)!,
    ),
  );
  return `<svg class="ag-tape" role="img" aria-label="${escapeHtml(title)}" width="${w}" height="${h}" viewBox="${-margin} ${-margin} ${w} ${h}" style="--ag-width:${w}px">${arrows.join("")}${boxes.join("")}</svg>`;
}

export const keyOf = (box: Box, view: View) => `#${view.idOf(box) ?? view.nameOf(box)}`;

function box(of: Box, { x, y }: Point, view: View, isLit: boolean): string {
  const { frame } = view;
  const { event } = frame;
  const gradFn = of.gradFn;
  const op = gradFn === null ? words.constant : gradFn.isLeaf ? words.leaf : gradFn.op;
  const isFreed = frame.freed.has(of);
  const saved = [...new Set(keptBy(of, view.nameOf).map(({ name }) => name))].join(", ");
  const isHere = boxAt(frame) === of;
  const gets = event.kind === "pull" && event.parts.some(({ to }) => to === of);
  const gradient = frame.gradients.get(of);
  const held = frame.grads.get(of);
  const lines = [
    `<text x="8" y="17"><tspan class="name">${escapeHtml(of.name)}</tspan><tspan class="soft">${of.name === "" ? "" : " = "}${escapeHtml(op)}</tspan></text>`,
    gradFn === null ? "" : `<text x="${boxWidth - 7}" y="17" class="soft id">#${view.idOf(of)}</text>`,
    `<text x="8" y="35">${escapeHtml(shownValue(of) || gradFn?.shape.join("×") || "")}</text>`,
    gradient === undefined ? "" : `<text x="8" y="52" class="gradient">∂ ${escapeHtml(brief(gradient))}</text>`,
    held === undefined ? "" : `<text x="8" y="67" class="gradient">${words.grad} ${escapeHtml(brief(held))}</text>`,
    saved === "" || gradFn!.isLeaf
      ? ""
      : `<text x="8" y="67" class="soft${isFreed ? " freed" : ""}">${escapeHtml(isFreed ? words.freed : words.keeps(saved))}</text>`,
  ];
  const name = classes(
    gradFn === null && "constant",
    gradFn?.isLeaf && "leaf",
    isHere && "here",
    gets && "gets",
    isLit && "lit",
  );
  return `<g${attributes({ class: name || undefined, transform: `translate(${round(x)} ${round(y)})`, "data-key": keyOf(of, view), "data-set": "step", "data-value": stepOf(of, view) })}><rect width="${boxWidth}" height="${boxHeight}" rx="8"></rect>${lines.join("")}</g>`;
}

/** Where a click on a box leads: to its step forward, or on the way back to its step there. */
function stepOf(of: Box, { frames, at, frame }: View): number {
  const isBack = frame.pass > 0;
  const found = frames.findIndex(
    ({ event, run, pass }) =>
      run === frame.run &&
      pass === frame.pass &&
      (isBack
        ? (event.kind === "pull" || event.kind === "rest") && event.box === of
        : event.kind === "record" && event.boxes.includes(of)),
  );
  return found < 0 ? at : found;
}

function arrow(edge: Edge, frame: Frame): string {
  const { from, to, points } = edge;
  const gradients = frame.passed.get(to)?.get(from) ?? [];
  const isHere = boxAt(frame) === to && gradients.length > 0 && frame.event.kind === "pull";
  const isCut = from.gradFn === null || to.gradFn === null;
  const name = classes(gradients.length > 0 && "passed", isHere && "here", isCut && "cut");
  const [first, second] = points;
  const label =
    gradients.length === 0 || gradients.some(({ size }) => size > 1)
      ? ""
      : `<text${attributes({ class: "gradient label", x: round(first.x + 0.3 * (second.x - first.x)), y: round(first.y + 0.22 * (second.y - first.y) - 4), "text-anchor": "middle" })}>${escapeHtml(gradients.map(brief).join(", "))}</text>`;
  return `<g${attributes({ class: name || undefined })}><path d="${curve(edge)}"></path>${head(edge, gradients.length > 0)}${label}</g>`;
}

/** Through the points, level or upright at each. */
function curve({ points, isUpright }: Edge): string {
  const [start] = points;
  const parts = points.slice(1).map((point, i) => {
    const before = points[i];
    const [dx, dy] = isUpright ? [0, (point.y - before.y) / 2] : [(point.x - before.x) / 2, 0];
    const bend = [before.x + dx, before.y + dy, point.x - dx, point.y - dy].map(round).join(" ");
    return `C${bend} ${round(point.x)} ${round(point.y)}`;
  });
  return `M${round(start.x)} ${round(start.y)}${parts.join("")}`;
}

/** @param isBack whether it points from the user to the used, as gradients go. */
function head({ points, isUpright }: Edge, isBack: boolean): string {
  const [before, tip] = isBack ? [points[1], points[0]] : points.slice(-2);
  const [sx, sy] = [Math.sign(tip.x - before.x), Math.sign(tip.y - before.y)];
  const wings = isUpright ? `l-4 ${-7 * sy}h8z` : `l${-7 * sx} -4v8z`;
  return `<path class="head" d="M${round(tip.x)} ${round(tip.y)}${wings}"></path>`;
}

const round = (value: number) => Math.round(value * 10) / 10;
