import { conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import { sizeOf } from "../../src/core/shape.ts";

const layers = [
  { name: "conv1", x: [1, 3, 227, 227], w: [96, 3, 11, 11], options: { stride: 4 } },
  { name: "conv2", x: [1, 96, 27, 27], w: [256, 48, 5, 5], options: { padding: 2, groups: 2 } },
  { name: "conv3", x: [1, 256, 13, 13], w: [384, 256, 3, 3], options: { padding: 1 } },
] as const;

const kilobytes = (elements: number) => Math.round((elements * 4) / 1000).toLocaleString("en-US");

export default {
  load: () =>
    layers.map(({ name, x, w, options }) => {
      const g = conv2dGeometry("conv2d", x, w, options);
      const [image, cols] = [sizeOf(x), g.c * g.kh * g.kw * g.oh * g.ow];
      return { name, image: kilobytes(image), cols: kilobytes(cols), ratio: (cols / image).toFixed(1) };
    }),
};
