import type { PoolingState } from "./state.ts";

export function typescriptOptions({ kh, kw, sh, sw, top, bottom, left, right, ceil }: PoolingState): string {
  return [
    `kernel: [${kh}, ${kw}]`,
    `stride: [${sh}, ${sw}]`,
    `padding: { top: ${top}, bottom: ${bottom}, left: ${left}, right: ${right} }`,
    ...(ceil ? ["ceilMode: true"] : []),
  ].join(", ");
}

/** PyTorch pads both sides alike, and by at most half a window: what goes beyond that is padded before, by hand. */
export function padded(
  { kh, kw, top, bottom, left, right }: PoolingState,
  value: string,
): { input: string; padding: string } {
  const isEven = top === bottom && left === right && 2 * top <= kh && 2 * left <= kw;
  return isEven
    ? { input: "x", padding: `(${top}, ${left})` }
    : { input: `F.pad(x, (${left}, ${right}, ${top}, ${bottom}), value=${value})`, padding: "0" };
}
