import { conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { pool2dGeometry } from "../../../src/core/geometry/pool2d.ts";
import type { Shape } from "../../../src/core/shape.ts";
import { paper2012 } from "../../../src/models/tables/paper2012.ts";
import { attributes, escapeHtml } from "../core/html.ts";
import { groups as words } from "../words/en/groups.ts";
import { type Cost, costOf } from "./state.ts";

/** A convolution of the paper's network. */
export interface TowerLayer extends Cost {
  readonly name: string;
  readonly filters: number;
  readonly groups: number;
  /** With all channels seen by all filters. */
  readonly joined: Cost;
}

/** The convolutions of the paper's table, with their shapes, input after input. */
export function towerLayers(): TowerLayer[] {
  let shape: Shape = [1, ...paper2012.input];
  const layers: TowerLayer[] = [];
  for (const spec of paper2012.layers) {
    if (spec.kind === "flatten") break;
    if (spec.kind === "maxPool") shape = pool2dGeometry("maxPool2d", shape, spec).shape;
    if (spec.kind !== "conv") continue;
    const { name, filters, groups = 1, stride = 1, padding = 0, kernel } = spec;
    const geometry = (parts: number) => {
      const wShape = [filters, shape[1] / parts, ...(typeof kernel === "number" ? [kernel, kernel] : kernel)];
      return conv2dGeometry(name, shape, wShape, { stride, padding, groups: parts });
    };
    layers.push({ name, filters, groups, ...costOf(geometry(groups)), joined: costOf(geometry(1)) });
    shape = geometry(groups).shape;
  }
  return layers;
}

const step = 62;
const [leftTower, rightTower, boxWidth] = [110, 250, 108];

/** The paper's two processors, one below the other: lines where a layer's filters see what a tower holds. */
export function towers(): string {
  const layers = towerLayers();
  const y = (i: number) => 20 + i * step;
  const box = (x: number, i: number, text: string) =>
    `<rect x="${x - boxWidth / 2}" y="${y(i) - 15}" width="${boxWidth}" height="30" rx="6"></rect><text x="${x}" y="${y(i) + 5}" text-anchor="middle">${escapeHtml(text)}</text>`;
  const line = (x1: number, x2: number, i: number) =>
    `<line${attributes({ x1, y1: y(i) + 15, x2, y2: y(i + 1) - 15, class: x1 === x2 || i === 0 ? undefined : "crossing" })}></line>`;
  const middle = (leftTower + rightTower) / 2;
  const drawn = layers.map(({ name, filters, groups, shape }, i) => {
    const from = i === 0 ? [middle] : [leftTower, rightTower];
    const lines = [leftTower, rightTower].flatMap((to, tower) =>
      from.filter((_, side) => groups === 1 || side === tower).map((start) => line(start, to, i)),
    );
    const text = `${filters / 2} × ${shape.slice(1).join("×")}`;
    return `${lines.join("")}${box(leftTower, i + 1, text)}${box(rightTower, i + 1, text)}<text x="8" y="${y(i + 1) + 5}">${escapeHtml(name)}</text>`;
  });
  const height = y(layers.length) + 24;
  return `<svg class="ag-towers" viewBox="0 0 320 ${height}" role="img" aria-label="${escapeHtml(words.towersPicture)}">${box(middle, 0, words.image(paper2012.input[0]))}${drawn.join("")}</svg>`;
}
