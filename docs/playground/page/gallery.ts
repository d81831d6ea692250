import type { Picture } from "../protocol.ts";

/** Pictures of one size in rows, with a pixel between them, as large as whole multiples of their pixels allow.
 *  @param most how wide it may be in the page.
 *  @param columns in a row at most. Default: as many as rows. */
export function drawGallery(
  canvas: HTMLCanvasElement,
  pictures: readonly Picture[],
  { most = 336, columns = Math.ceil(Math.sqrt(pictures.length)) } = {},
): void {
  if (pictures.length === 0) return;
  const { width, height } = pictures[0];
  const across = Math.min(columns, pictures.length);
  resize(canvas, across * (width + 1) - 1, Math.ceil(pictures.length / across) * (height + 1) - 1, most);
  const context = canvas.getContext("2d")!;
  for (const [i, picture] of pictures.entries()) {
    context.putImageData(imageOf(picture), (i % across) * (width + 1), Math.floor(i / across) * (height + 1));
  }
}

export function imageOf({ width, height, rgba }: Picture): ImageData {
  return new ImageData(new Uint8ClampedArray(rgba), width, height);
}

function resize(canvas: HTMLCanvasElement, width: number, height: number, most: number): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  canvas.style.width = `${width * Math.max(1, Math.floor(most / width))}px`;
}

export function clear(canvas: HTMLCanvasElement): void {
  canvas.getContext("2d")!.clearRect(0, 0, canvas.width, canvas.height);
}
