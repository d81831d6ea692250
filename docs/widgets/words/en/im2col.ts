import type { State } from "../../im2col/state.ts";

export const im2col = {
  title: "im2col",
  mode: "what is shown",
  modes: { windows: "windows", product: "product", back: "back" } satisfies Record<State["mode"], string>,
  sizes: "sizes",
  each: {
    c: "channels",
    h: "height",
    w: "width",
    k: "filters",
    kh: "kernel height",
    kw: "kernel width",
    s: "stride",
    d: "dilation",
    p: "padding",
  },
  numbers: "numbers",
  notes: {
    windows:
      "Each column of cols is a window of x, each row a tap. Cells of one color, with one number in the corner, are the same element of x.",
    product:
      "y = w · cols: a row of w, which is a filter, by a column of cols, which is a window. The whole convolution is one matrix product.",
    back: "∂cols = wᵀ · ∂y is a matrix product too. col2im then adds up all copies of an element: ∂x is the sum over the cells of its color.",
  } satisfies Record<State["mode"], string>,
  bytes: (x: number, cols: number, ratio: string) =>
    `x takes ${x} bytes in single precision, cols ${cols}: ${ratio} times as many.`,
  linear:
    "The kernel is as large as the image: there is one window, cols is x flattened, and the convolution is a linear layer.",
  pointwise:
    "A kernel of 1×1: cols is x itself, a row for each channel, and the convolution is a linear layer over the channels.",
};
