import type { Plans } from "../../src/devices/gpu/plan.ts";

export const sourcePlans = {
  fill: (gpu, size, { value }) => gpu.run("fill", size, {}, value),
  dropoutMask: (gpu, size, { key, p, scale }) =>
    gpu.run("dropoutMask", size, {}, ...halves(key[0]), ...halves(key[1]), ...halves(Math.ceil(p * 2 ** 32)), scale),
} satisfies Partial<Plans>;

/** High and low 16 bits; 2^32 has a high half of 2^16, above that of any word. */
function halves(word: number): [high: number, low: number] {
  return [Math.floor(word / 2 ** 16), word % 2 ** 16];
}
