export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rectangles of these areas' shares that fill one, none far from a square: each time a row along the shorter side takes as many
 *  as make its worst one best (Bruls, Huizing & van Wijk 2000). Nothing gets an empty one. */
export function squarified(areas: readonly number[], room: Rect): readonly Rect[] {
  const total = areas.reduce((sum, area) => sum + area, 0);
  const none: Rect = { x: room.x + room.width, y: room.y + room.height, width: 0, height: 0 };
  const placed: Rect[] = areas.map(() => none);
  const scale = total === 0 ? 0 : (room.width * room.height) / total;
  let left = [...areas.keys()].filter((i) => areas[i] > 0).sort((a, b) => areas[b] - areas[a]);
  let free = room;
  while (left.length > 0) {
    const side = Math.min(free.width, free.height);
    let count = 1;
    const sizesOf = (many: number) => left.slice(0, many).map((i) => areas[i] * scale);
    while (count < left.length && worst(sizesOf(count + 1), side) <= worst(sizesOf(count), side)) count++;
    const row = sizesOf(count);
    const depth = row.reduce((sum, size) => sum + size, 0) / side;
    const isColumn = free.width >= free.height;
    let along = isColumn ? free.y : free.x;
    row.forEach((size, i) => {
      const length = size / depth;
      placed[left[i]] = isColumn
        ? { x: free.x, y: along, width: depth, height: length }
        : { x: along, y: free.y, width: length, height: depth };
      along += length;
    });
    free = isColumn
      ? { ...free, x: free.x + depth, width: free.width - depth }
      : { ...free, y: free.y + depth, height: free.height - depth };
    left = left.slice(count);
  }
  return placed;
}

/** How far from a square the worst of a row is. */
function worst(sizes: readonly number[], side: number): number {
  const sum = sizes.reduce((total, size) => total + size, 0);
  const depth = sum / side;
  return Math.max(...sizes.map((size) => Math.max(depth ** 2 / size, size / depth ** 2)));
}
