import { middleSquare } from "./resize.ts";

/** Which pixels of a stored picture are wanted, and where they go in the upright one. */
interface Placement {
  /** The part of the stored picture that is wanted. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The upright picture: [height, width]. */
  readonly shape: readonly [height: number, width: number];
  /** The pixel in column x and row y of those wanted goes to first + x·stepX + y·stepY. */
  readonly first: number;
  readonly stepX: number;
  readonly stepY: number;
}

/** @param orientation EXIF's number: from 5 on rows and columns are exchanged, and then some are mirrored.
 *  @param square whether only the middle square is wanted. */
export function place(width: number, height: number, orientation: number, square: boolean): Placement {
  const turned = orientation >= 5 && orientation <= 8;
  const mirrorX = [2, 3, 6, 7].includes(orientation);
  const mirrorY = [3, 4, 7, 8].includes(orientation);
  const [uprightH, uprightW] = turned ? [width, height] : [height, width];
  const part = square ? middleSquare(uprightH, uprightW) : { top: 0, left: 0, h: uprightH, w: uprightW };
  const { h, w } = part;
  const across = { from: mirrorX ? uprightW - w - part.left : part.left, count: w, step: mirrorX ? -1 : 1 };
  const down = { from: mirrorY ? uprightH - h - part.top : part.top, count: h, step: mirrorY ? -w : w };
  const [x, y] = turned ? [down, across] : [across, down];
  return {
    left: x.from,
    top: y.from,
    width: x.count,
    height: y.count,
    shape: [h, w],
    first: (mirrorX ? w - 1 : 0) + (mirrorY ? (h - 1) * w : 0),
    stepX: x.step,
    stepY: y.step,
  };
}
