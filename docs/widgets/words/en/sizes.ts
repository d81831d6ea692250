import type { Convention } from "../../sizes/conventions.ts";
import type { State } from "../../sizes/state.ts";

export const sizes = {
  title: "Sizes along one axis",
  n: "n, elements",
  k: "k, taps",
  s: "s, stride",
  d: "d, dilation",
  pad: "padding",
  pads: {
    given: "as set",
    valid: "valid: none",
    same: "same: ⌈n/s⌉ windows",
    full: "full: all that overlap",
  } satisfies Record<State["pad"], string>,
  before: "p before",
  after: "p after",
  ceil: "ceil mode",
  strip: (n: number, count: number) => `${n} elements and the ${count} windows over them`,
  reads: "In each element: how often it is read.",
  legend: { unread: "read by no window", padding: "padding", overhang: "overhang: beyond the padding" },
  span: (d: number, k: number, span: number) => `, where the window spans ${d}·(${k} − 1) + 1 = ${span}`,
  dropped: "; one fewer, since the last would start in the padding",
  elsewhere: "The same n, k, s, d and p elsewhere",
  columns: ["library", "padding", "windows"],
  tooLarge: "refused",
  conventions: {
    torch: "PyTorch, ours: rounds down",
    torchCeil: "PyTorch, ours: ceil mode",
    tfValid: "TensorFlow, Keras: VALID",
    tfSame: "TensorFlow, Keras: SAME; ONNX: SAME_UPPER",
    caffeConv: "Caffe: convolution",
    caffePool: "Caffe: pooling",
    onnx: "ONNX: pads",
    onnxLower: "ONNX: SAME_LOWER",
    convnet: "cuda-convnet: both",
  } satisfies Record<Convention["name"], string>,
  presets: [
    { name: "224, 11, 4: valid", state: "n=224&k=11&s=4&pad=valid" },
    { name: "224 rounded up", state: "n=224&k=11&s=4&pad=valid&ceil=yes" },
    { name: "227", state: "n=227&k=11&s=4" },
    { name: "224, padding 2", state: "n=224&k=11&s=4&before=2&after=2" },
    { name: "224, 0 and 3", state: "n=224&k=11&s=4&before=0&after=3" },
    { name: "224: same", state: "n=224&k=11&s=4&pad=same" },
    { name: "pool 3/2 over 13", state: "n=13&k=3&s=2" },
  ],
  says: {
    window: (i: number, first: number, last: number, outside: number) =>
      `Window ${i} goes from ${first} to ${last}${outside === 0 ? "" : `; ${outside} of its taps ${outside === 1 ? "lies" : "lie"} outside the input`}.`,
    all(count: number, n: number, before: number, after: number, beyond: number) {
      const windows = `${count} ${count === 1 ? "window" : "windows"} over ${before} + ${n} + ${after}`;
      if (beyond > after) return `${windows}: the last hangs over by ${beyond - after}.`;
      if (beyond < 0)
        return `${windows}: no window reads the last ${-beyond === 1 ? "element" : `${-beyond} elements`}.`;
      return beyond < after
        ? `${windows}: ${after - beyond} of the padding at the end is not read.`
        : `${windows}: they end where the padding does.`;
    },
  },
};
