import type { View } from "./state.ts";
import type { Volume } from "./volumes.ts";

export type Point = readonly [x: number, y: number];

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

/** The picture's height, towers and the names above them. */
export const height = 2 * middle + 10;

/** A part of a volume in its place. */
export interface Block {
  readonly volume: Volume;
  /** Where a point of it is drawn: each from 0 to 1, along the network, up, and into the depth. */
  corner(along: number, up: number, depth: number): Point;
}

function sizeOf({ shape }: Volume): readonly [along: number, up: number, depth: number] {
  if (shape.length === 1) return [5, column(shape[0]), 5];
  const [c, h, w] = shape as readonly [number, number, number];
  return [channels(c), side(h), side(w)];
}

/** Each volume's parts, one above the other, volume beside volume; and where they end. */
export function placed(
  volumes: readonly Volume[],
  view: View,
): { readonly columns: readonly (readonly Block[])[]; readonly width: number } {
  const [along, up, depth] = directions[view];
  let x = 12;
  const columns = volumes.map((volume) => {
    const [l, h, d] = sizeOf(volume);
    const left = x;
    const tall = l * along[1] - h * up[1] - d * depth[1];
    x += Math.max(l * along[0] + d * depth[0], 44) + gap;
    return Array.from({ length: volume.parts }, (_, part): Block => {
      const bottom = middle + 2 * apart * (part - (volume.parts - 1) / 2) + tall / 2;
      const corner = (a: number, b: number, c: number): Point => [
        left + a * l * along[0] + b * h * up[0] + c * d * depth[0],
        bottom + a * l * along[1] + b * h * up[1] + c * d * depth[1],
      ];
      return { volume, corner };
    });
  });
  return { columns, width: Math.ceil(x) };
}
