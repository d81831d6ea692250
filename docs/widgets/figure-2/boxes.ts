import { attributes, escapeHtml } from "../core/html.ts";
import { type Block, height, type Point, placed } from "./blocks.ts";
import type { View } from "./state.ts";
import type { Volume } from "./volumes.ts";

/** The drawing: each volume as a box for each tower, and the windows through which the next one reads it. */
export function boxes(volumes: readonly Volume[], view: View, label: string): string {
  const { columns, width } = placed(volumes, view);
  const links = columns.slice(1).map((blocks, i) => linksBetween(columns[i], blocks));
  const windows = columns
    .flat()
    .flatMap((block) => (block.volume.kernel === null ? [] : [polygon("window", windowOf(block))]));
  const drawn = [...links, ...columns.flat().map(faces), ...windows, ...columns.map(texts)];
  return `<svg class="ag-volumes" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}">${drawn.join("")}</svg>`;
}

function faces({ corner }: Block): string {
  const face = (kind: string, ...corners: readonly Parameters<Block["corner"]>[]) =>
    polygon(
      kind,
      corners.map((each) => corner(...each)),
    );
  return (
    face("front", [0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]) +
    face("top", [0, 1, 0], [1, 1, 0], [1, 1, 1], [0, 1, 1]) +
    face("map", [1, 0, 0], [1, 0, 1], [1, 1, 1], [1, 1, 0])
  );
}

/** The next one's window in the middle of a map; all of it where the next one reads all. */
function windowOf({ volume: { kernel, shape }, corner }: Block): readonly Point[] {
  const [up, deep] = kernel === null ? [0.5, 0.5] : [kernel[0] / shape[1] / 2, kernel[1] / shape[2] / 2];
  const at = (b: number, c: number) => corner(1, 0.5 + b * up, 0.5 + c * deep);
  return [at(-1, -1), at(-1, 1), at(1, 1), at(1, -1)];
}

/** Lines from each window that a volume reads to the middle of its near side. */
function linksBetween(from: readonly Block[], to: readonly Block[]): string {
  const links = to.flatMap(({ volume, corner }, tower) =>
    from.map((source, other) => {
      if (volume.isDivided && other !== tower) return "";
      const isCrossing = from.length > 1 && to.length > 1 && other !== tower;
      const [x, y] = corner(0, 0.5, 0.5);
      const lines = windowOf(source).map(([u, v]) => `M${round(u)} ${round(v)}L${round(x)} ${round(y)}`);
      return `<path${attributes({ class: isCrossing ? "crossing" : undefined, d: lines.join("") })}></path>`;
    }),
  );
  return links.join("");
}

/** Names and windows above a column, the size below each of its boxes. */
function texts(blocks: readonly Block[]): string {
  const [{ volume, corner }] = blocks;
  const [left] = corner(0, 0, 0);
  const lines = [volume.name, volume.step && `${volume.step} ▸`, volume.isPooled ? "pool ▸" : ""].filter(Boolean);
  const head = lines.map((line, i) => text([left, 16 + 13 * i], line, i === 0 ? "name" : undefined));
  const sizes = blocks.map((block) => text([left, block.corner(1, 0, 0)[1] + 14], sizeText(volume)));
  return [...head, ...sizes].join("");
}

/** 55×55×48, as the paper writes it; 2048. */
export const sizeText = ({ shape }: Volume): string => [...shape.slice(1), shape[0]].join("×");

const round = (value: number) => Number(value.toFixed(1));

const polygon = (kind: string, corners: readonly Point[]): string =>
  `<polygon class="${kind}" points="${corners.map((corner) => corner.map(round).join(",")).join(" ")}"></polygon>`;

const text = ([x, y]: Point, words: string, kind?: string): string =>
  `<text${attributes({ class: kind, x: round(x), y: round(y) })}>${escapeHtml(words)}</text>`;
