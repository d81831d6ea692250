import type { Walk } from "../../../src/core/geometry/strided.ts";
import { backward } from "../bug.ts";
import { copy } from "../changes.ts";

function withoutStep({ dims, strides }: Walk): Walk {
  return { dims, strides: strides.map((of) => of.with(-1, 1)) };
}

export const layout = [
  backward("permute: inverse forgotten", ["permute", "transpose"], (k) => ({
    strided: (out, x, g) => k.pad(out, x, { ...g, value: 0 }),
  })),
  backward("permute: gradient only reshaped", ["permute", "transpose"], () => ({ strided: copy })),
  backward("slice: gradient put back one element early", ["slice"], (k) => ({
    pad: (out, x, g) => k.pad(out, x, { ...g, offset: Math.max(0, g.offset - 1) }),
  })),
  backward("slice: step ignored", ["slice"], (k) => ({
    pad: (out, x, g) => k.pad(out, x, { ...g, walk: withoutStep(g.walk) }),
  })),
  backward("pad: gradient read one element early", ["pad", "concat"], (k) => ({
    strided: (out, x, g) => k.strided(out, x, { ...g, offset: Math.max(0, g.offset - 1) }),
  })),
  backward("concat: every part gets the first one's gradient", ["concat", "stack"], (k) => ({
    strided: (out, x, g) => k.strided(out, x, { ...g, offset: 0 }),
  })),
];
