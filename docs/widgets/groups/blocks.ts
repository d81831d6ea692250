import { conv2d } from "../../../src/ops/index.ts";
import { made, ones, values } from "../core/library.ts";
import { type Cell, plane } from "../core/plane.ts";
import { groups as words } from "../words/en/groups.ts";

/** How many weights join each channel to each filter, filter by filter: what a convolution of ones makes of channels that
 *  are 1 one at a time. */
export function connections(c: number, k: number, groups: number, kernel: number): number[][] {
  const images = new Float64Array(c * c * kernel * kernel);
  for (let i = 0; i < c; i++) images.fill(1, (i * c + i) * kernel * kernel, (i * c + i + 1) * kernel * kernel);
  const x = made(images, [c, c, kernel, kernel]);
  const shape = [k, c / groups, kernel, kernel];
  const w = ones(shape);
  const y = values(conv2d(x, w, { groups }));
  return Array.from({ length: k }, (_, filter) => Array.from({ length: c }, (_, channel) => y[channel * k + filter]));
}

/** Filters by channels: a cell with its weights where a filter sees a channel, none where it does not.
 *  @param name the tensor's name in the keys of its cells. */
export function blocks(name: string, joined: readonly (readonly number[])[], select: string): string {
  const [tensor, place = ""] = select.split(":");
  const [filter, channel] = tensor === name ? place.split(",").map(Number) : [];
  const rows = joined.map((row, k) =>
    row.map((count, c): Cell => {
      if (count === 0) return { value: null, place: "hole" };
      const isLit = k === filter || c === channel;
      return {
        value: count,
        key: `${name}:${k},${c}`,
        isLit,
        isSelected: k === filter && c === channel,
        says: words.weightsHere,
      };
    }),
  );
  const most = Math.max(...joined.flat());
  return `<div class="ag-blocks">${plane(words.blocks(name), rows, most * 2, { stop: select })}</div>`;
}
