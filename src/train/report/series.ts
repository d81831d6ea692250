type Point = readonly [x: number, y: number];

/** One line of a chart. Points that are no number are left out. */
export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  /** Which of the colors. Default: its place among the series. */
  readonly color?: number;
  /** Default: false: a solid line. */
  readonly dashed?: boolean;
}

/** Means of neighbors where there are too many points. */
export function thin(points: readonly Point[], most: number): readonly Point[] {
  return inGroups(points, Math.ceil(points.length / most));
}

/** Each point the mean of `size` neighbors, at the last one's place. */
export function inGroups(points: readonly Point[], size: number): readonly Point[] {
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) => {
    const part = points.slice(i * size, (i + 1) * size);
    return [part.at(-1)![0], part.reduce((sum, [, y]) => sum + y, 0) / part.length] as const;
  });
}
