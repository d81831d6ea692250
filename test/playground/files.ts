import { encodePng } from "../../src/train/report/png.ts";

interface Dropped {
  readonly path: string;
  readonly file: Blob;
}

export const dropped = (path: string, content: Uint8Array | string): Dropped => ({
  path,
  file: new Blob([content as BlobPart]),
});

/** A picture of one color, with a corner that differs from picture to picture. */
export function png(color: readonly number[], i: number): Uint8Array {
  const [width, height] = [36, 40];
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, at) => {
    return Math.floor(at / 3) % width < i ? 128 : color[at % 3]!;
  });
  return encodePng({ width, height, rgb });
}

/** As many pictures of each class as are asked for. */
export function colored(count: number): Dropped[] {
  const colors = { blue: [20, 30, 220], red: [220, 30, 20] };
  return Object.entries(colors).flatMap(([name, color]) =>
    Array.from({ length: count }, (_, i) => dropped(`mine/${name}/${i}.png`, png(color, i))),
  );
}
