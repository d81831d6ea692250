import { attributes, escapeHtml } from "../core/html.ts";
import type { View } from "./state.ts";
import type { Volume } from "./volumes.ts";

type Point = readonly [x: number, y: number];

/** Where each direction goes on the paper: along the network, up, and into the depth. */
const directions: Readonly<Record<View, readonly [along: Point, up: Point, depth: Point]>> = {
  paper: [
    [0.95, 0],
    [0, -1],
    [0.42, -0.3],
  ],
  front: [
    [0.5, 0.12],
    [0, -1],
    [0.8, -0.12],
  ],
  above: [
    [0.95, 0],
    [0, -0.62],
    [0.3, -0.7],
  ],
};

const gap = 34;
const middle = 190;
const apart = 92;

/** Lengths grow with the root of what they stand for: true to scale, 13 beside 227 would be a dot. */
const channels = (count: number) => 1.7 * Math.sqrt(count);
const side = (size: number) => 8 * Math.sqrt(size);
const column = (features: number) => 2.4 * Math.sqrt(features);

/** A part of a volume in its place. */
interface Block {
  readonly volume: Volume;
  /** Its corner that is nearest, below and at the left. */
  readonly at: Point;
  readonly size: readonly [along: number, up: number, depth: number];
}

function sizeOf({ shape }: Volume): Block["size"] {
  if (shape.length === 1) return [5, column(shape[0]), 5];
  const [c, h, w] = shape as readonly [number, number, number];
  return [channels(c), side(h), side(w)];
}

/** The drawing: each volume as a box for each tower, and the windows through which the next one reads it. */
export function boxes(volumes: readonly Volume[], view: View, label: string): string {
  const [along, up, depth] = directions[view];
  const add = ([x, y]: Point, ...steps: readonly (readonly [number, Point])[]): Point =>
    steps.reduce(([u, v], [by, [dx, dy]]) => [u + by * dx, v + by * dy], [x, y] as Point);
  let x = 12;
  const columns = volumes.map((volume): readonly Block[] => {
    const size = sizeOf(volume);
    const width = size[0] * along[0] + size[2] * depth[0];
    const height = -(size[1] * up[1] + size[2] * depth[1]) + size[0] * along[1];
    const places =
      volume.parts === 1 ? [middle] : Array.from({ length: volume.parts }, (_, i) => middle + apart * (2 * i - 1));
    const blocks = places.map((center): Block => ({ volume, at: [x, center + height / 2], size }));
    x += Math.max(width, 44) + gap;
    return blocks;
  });
  const faces = ({ at, size: [l, h, d] }: Block) => {
    const corner = (a: number, b: number, c: number) => add(at, [a * l, along], [b * h, up], [c * d, depth]);
    const face = (kind: string, ...corners: readonly (readonly [number, number, number])[]) =>
      polygon(
        kind,
        corners.map((each) => corner(...each)),
      );
    return (
      face("front", [0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]) +
      face("top", [0, 1, 0], [1, 1, 0], [1, 1, 1], [0, 1, 1]) +
      face("map", [1, 0, 0], [1, 0, 1], [1, 1, 1], [1, 1, 0])
    );
  };
  /** A window in the middle of a block's map, or all of it, and where its lines begin. */
  const window = ({ volume, at, size: [l, h, d] }: Block): readonly Point[] => {
    const { kernel, shape } = volume;
    const [kh, kw] = kernel === null ? [1, 1] : [kernel[0] / shape[1], kernel[1] / shape[2]];
    const corners = [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 0],
    ] as const;
    return corners.map(([b, c]) =>
      add(at, [l, along], [h * (0.5 + (b - 0.5) * kh), up], [d * (0.5 + (c - 0.5) * kw), depth]),
    );
  };
  const entry = ({ at, size }: Block): Point => add(at, [size[1] / 2, up], [size[2] / 2, depth]);
  const links = columns.slice(1).map((blocks, i) => {
    const from = columns[i];
    return blocks.flatMap((block, tower) =>
      from
        .filter((_, other) => !block.volume.isDivided || other === tower)
        .map((source) => {
          const isCrossing = from.length > 1 && blocks.length > 1 && from.indexOf(source) !== tower;
          const [ex, ey] = entry(block);
          const lines = window(source).map(([u, v]) => `M${round(u)} ${round(v)}L${round(ex)} ${round(ey)}`);
          return `<path${attributes({ class: isCrossing ? "crossing" : undefined, d: lines.join("") })}></path>`;
        }),
    );
  });
  const windows = columns
    .flat()
    .filter(({ volume }) => volume.kernel !== null)
    .map((block) => polygon("window", window(block)));
  const texts = columns.flatMap((blocks, i) => {
    const { volume, at, size } = blocks[0];
    const lines = [volume.name, volume.step && `${volume.step} ▸`, volume.isPooled ? "pool ▸" : ""].filter(Boolean);
    const head = lines.map((line, j) => text([at[0], 16 + 13 * j], line, j === 0 ? "name" : undefined));
    const sizes = blocks.map((block) => text([at[0], block.at[1] + size[0] * along[1] + 14], sizeText(volume)));
    return [...(i === 0 ? head.map((each) => each) : head), ...sizes];
  });
  const width = Math.ceil(x);
  const height = 2 * middle + 10;
  return `<svg class="ag-volumes" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}">${links.flat().join("")}${columns.flat().map(faces).join("")}${windows.join("")}${texts.join("")}</svg>`;
}

/** 55×55×48, as the paper writes it; 2048. */
export const sizeText = ({ shape }: Volume): string => [...shape.slice(1), shape[0]].join("×");

const round = (value: number) => Number(value.toFixed(1));

const polygon = (kind: string, corners: readonly Point[]): string =>
  `<polygon class="${kind}" points="${corners.map((corner) => corner.map(round).join(",")).join(" ")}"></polygon>`;

const text = ([x, y]: Point, words: string, kind?: string): string =>
  `<text${attributes({ class: kind, x: round(x), y: round(y) })}>${escapeHtml(words)}</text>`;
