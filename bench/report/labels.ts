export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Label {
  /** Its point. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface Placed extends Label {
  readonly box: Box;
  /** Whether it stands so far from its point that a line should lead there. */
  readonly isAway: boolean;
}

/** About as wide as a letter is. */
const letter = 6.1;
const height = 11.5;
/** Distances from the point. */
const distances = [7, 16, 26, 38, 52];
const directions = Array.from({ length: 16 }, (_, i) => (i * Math.PI) / 8);

/** A place for every label at which it covers neither a point, nor another label, nor what is taken; those that find none are
 *  left out. The first come first. */
export function placeLabels(labels: readonly Label[], within: Box, taken: readonly Box[]): Placed[] {
  const boxes = [...taken, ...labels.map(({ x, y }) => around(x, y, 4))];
  const placed: Placed[] = [];
  for (const label of labels) {
    const found = candidates(label).find(
      ({ box }) => isInside(box, within) && !boxes.some((each) => overlap(each, box)),
    );
    if (found === undefined) continue;
    boxes.push(found.box);
    placed.push({ ...label, ...found });
  }
  return placed;
}

/** Right, then around, then further out. */
function candidates({ x, y, text }: Label): Pick<Placed, "box" | "isAway">[] {
  const width = text.length * letter + 2;
  return distances.flatMap((distance) =>
    directions.map((angle) => {
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      const left = x + dx * distance - (width / 2) * (1 - dx);
      const top = y + dy * distance - height / 2;
      return { box: { left, right: left + width, top, bottom: top + height }, isAway: distance > distances[0]! };
    }),
  );
}

const around = (x: number, y: number, radius: number): Box => ({
  left: x - radius,
  right: x + radius,
  top: y - radius,
  bottom: y + radius,
});

const isInside = (box: Box, within: Box) =>
  box.left >= within.left && box.right <= within.right && box.top >= within.top && box.bottom <= within.bottom;

const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
