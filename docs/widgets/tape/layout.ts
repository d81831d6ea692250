import type { Box } from "./record.ts";

export const boxWidth = 98;
export const boxHeight = 74;
const [gapX, gapY] = [60, 14];
const bandGap = 40;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An arrow from a box to one that uses it, by way of the free places between them. */
export interface Edge {
  readonly from: Box;
  readonly to: Box;
  readonly points: readonly Point[];
  /** Whether it joins the two tapes: it leaves and arrives upright. */
  readonly isUpright: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Upper left corners. */
  readonly places: ReadonlyMap<Box, Point>;
  readonly edges: readonly Edge[];
}

/** A place in a layer: of a box, or one that a longer arrow passes through. */
interface Slot {
  readonly box: Box | null;
  readonly before: Slot[];
  readonly after: Slot[];
}

type Chain = Pick<Edge, "from" | "to"> & { readonly slots: readonly Slot[] };

interface Band {
  readonly layers: readonly (readonly Slot[])[];
  readonly chains: readonly Chain[];
}

/** The tape from left to right; that of the way back above it, from right to left. */
export function layout(boxes: readonly Box[]): Layout {
  const forward = bandOf(boxes.filter(({ isBackward }) => !isBackward));
  const backward = bandOf(boxes.filter(({ isBackward }) => isBackward));
  const columns = Math.max(forward.layers.length, backward.layers.length);
  const heightOf = ({ layers }: Band) =>
    Math.max(0, ...layers.map(({ length }) => length * (boxHeight + gapY) - gapY), 0);
  const top = heightOf(backward) === 0 ? 0 : heightOf(backward) + bandGap;
  const corners = new Map<Slot, Point>();
  const put = (band: Band, y0: number, column: (layer: number) => number) => {
    const height = heightOf(band);
    for (const [i, layer] of band.layers.entries()) {
      const start = y0 + (height - (layer.length * (boxHeight + gapY) - gapY)) / 2;
      for (const [row, slot] of layer.entries()) {
        corners.set(slot, { x: column(i) * (boxWidth + gapX), y: start + row * (boxHeight + gapY) });
      }
    }
  };
  put(forward, top, (layer) => layer);
  put(backward, 0, (layer) => columns - 1 - layer);

  const places = new Map<Box, Point>();
  for (const [{ box }, corner] of corners) if (box !== null) places.set(box, corner);
  const along = ({ from, to, slots }: Chain, isBackward: boolean): Edge => {
    const all = slots.map((slot) => corners.get(slot)!);
    const [first, last] = [all[0], all.at(-1)!];
    const middle = (corner: Point, x: number) => ({ x: corner.x + x, y: corner.y + boxHeight / 2 });
    const [out, into] = isBackward ? [0, boxWidth] : [boxWidth, 0];
    const between = all.slice(1, -1).map((corner) => middle(corner, boxWidth / 2));
    return { from, to, points: [middle(first, out), ...between, middle(last, into)], isUpright: false };
  };
  const upward = boxes
    .filter(({ isBackward }) => isBackward)
    .flatMap((to) => to.from.filter(({ isBackward }) => !isBackward).map((from) => ({ from, to })))
    .map(({ from, to }): Edge => {
      const [low, high] = [places.get(from)!, places.get(to)!];
      const points = [
        { x: low.x + boxWidth / 2, y: low.y },
        { x: high.x + boxWidth / 2, y: high.y + boxHeight },
      ];
      return { from, to, points, isUpright: true };
    });
  return {
    width: columns * (boxWidth + gapX) - gapX,
    height: top + heightOf(forward),
    places,
    edges: [
      ...forward.chains.map((chain) => along(chain, false)),
      ...backward.chains.map((chain) => along(chain, true)),
      ...upward,
    ],
  };
}

/** Every box behind all that it uses, long arrows cut into steps of one layer, and crossings made few. */
function bandOf(boxes: readonly Box[]): Band {
  const inBand = new Set(boxes);
  const depth = new Map<Box, number>();
  for (const box of boxes) {
    const before = box.from.filter((each) => inBand.has(each)).map((each) => depth.get(each)!);
    depth.set(box, Math.max(-1, ...before) + 1);
  }
  // What begins stands right before its first use.
  for (const box of boxes.filter(({ from }) => !from.some((each) => inBand.has(each)))) {
    const uses = boxes.filter(({ from }) => from.includes(box)).map((each) => depth.get(each)!);
    if (uses.length > 0) depth.set(box, Math.min(...uses) - 1);
  }
  const slots = new Map(boxes.map((box) => [box, slotOf(box)]));
  const layers: Slot[][] = Array.from({ length: Math.max(-1, ...depth.values()) + 1 }, () => []);
  for (const [box, slot] of slots) layers[depth.get(box)!].push(slot);
  const chains = boxes.flatMap((to) =>
    [...new Set(to.from)]
      .filter((from) => inBand.has(from))
      .map((from): Chain => {
        const between = Array.from({ length: depth.get(to)! - depth.get(from)! - 1 }, (_, i) => {
          const slot = slotOf(null);
          layers[depth.get(from)! + 1 + i].push(slot);
          return slot;
        });
        const chain = [slots.get(from)!, ...between, slots.get(to)!];
        for (const [i, slot] of chain.slice(1).entries()) {
          slot.before.push(chain[i]);
          chain[i].after.push(slot);
        }
        return { from, to, slots: chain };
      }),
  );
  for (let turn = 0; turn < 4; turn++) {
    const way = turn % 2 === 0 ? layers : layers.toReversed();
    for (const layer of way) arrange(layer, layers, turn % 2 === 0 ? "before" : "after");
  }
  return { layers, chains };
}

const slotOf = (box: Box | null): Slot => ({ box, before: [], after: [] });

/** Sorts a layer by the mean height of its neighbors on one side. */
function arrange(layer: Slot[], layers: readonly (readonly Slot[])[], side: "before" | "after"): void {
  const height = new Map(
    layers.flatMap((each) => each.map((slot, row) => [slot, row - (each.length - 1) / 2] as const)),
  );
  const wanted = new Map(
    layer.map((slot) => {
      const near = slot[side].map((each) => height.get(each)!);
      return [slot, near.length === 0 ? height.get(slot)! : near.reduce((sum, each) => sum + each, 0) / near.length];
    }),
  );
  layer.sort((one, other) => wanted.get(one)! - wanted.get(other)!);
}
