import type { Conv2dGeometry } from "../../../core/geometry/conv2d.ts";
import { addressOf, type Plans } from "../plan.ts";
import { common, placesOf, reachOf, scratchLayout } from "./convolution.ts";

/** Each filter reads a single channel, and few filters share one: too thin for a product. */
export function isDepthwise(g: Conv2dGeometry): boolean {
  return g.groups === g.c && g.k < 4 * g.c;
}

/** Nanoseconds of a multiply-add and of an element that is staged, roughly. */
const multiplyAdd = 0.15;
const stageElement = 0.5;

export const depthwisePlans = {
  conv2d(_temporary, out, x, w, bias, g) {
    const { words, scratch, floats } = windows(g);
    return {
      entry: "depthwiseConv2d",
      pointers: [out.address, x.address, w.address, addressOf(bias)],
      words,
      scratch,
      units: g.n * g.k,
      cost: g.oh * g.ow * g.kh * g.kw * multiplyAdd + floats * stageElement,
    };
  },

  conv2dGradInput(_temporary, out, dy, w, g) {
    const reach = reachOf(g);
    const rows = placesOf(g.h, g.top, g.sh) + reach.h;
    const floats = (g.k / g.groups) * rows * (placesOf(g.w, g.left, g.sw) + reach.w);
    return {
      entry: "depthwiseConv2dGradInput",
      pointers: [out.address, dy.address, w.address],
      words: [...common(g), 0, 0, 0, 0, 0, 0, 0, rows],
      scratch: (floats + 16) * 4,
      units: g.n * g.c,
      cost: (g.k / g.groups) * g.oh * g.ow * g.kh * g.kw * 2 * multiplyAdd + floats * stageElement,
    };
  },

  conv2dGradWeight(_temporary, out, dy, x, g) {
    const { words, scratch, floats } = windows(g);
    return {
      entry: "depthwiseConv2dGradWeight",
      pointers: [out.address, dy.address, x.address],
      words,
      scratch,
      units: g.k,
      cost: g.n * (g.oh * g.ow * g.kh * g.kw * multiplyAdd + floats * stageElement),
    };
  },
} satisfies Partial<Plans>;

/** Scratch for the taps' offsets, a staged plane, and a double for each tap. */
function windows(g: Conv2dGeometry): { words: number[]; scratch: number; floats: number } {
  const taps = g.kh * g.kw;
  const reach = reachOf(g);
  const rows = g.oh + reach.h;
  const floats = g.sh * g.sw * rows * (g.ow + reach.w);
  const layout = scratchLayout([taps, floats + 16, 2 * taps]);
  const words = [...common(g), 0, 0, 0, 0, layout.at[1]!, layout.at[2]!, 0, rows];
  return { words, scratch: layout.bytes, floats };
}
