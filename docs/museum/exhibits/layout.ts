import type { Exhibits } from "../exhibit.ts";
import { at } from "../geometry.ts";

export const layout: Exhibits = {
  "permute: inverse forgotten": {
    id: "permute-inverse",
    did: "Permuted the gradient by the same order, not by its inverse.",
    shows: at("permute", { axes: [1, 2, 0] }, [2, 2, 2]),
    order: 1,
    hint: "transposed",
    hides: at("permute", { axes: [1, 0] }, [2, 2]),
    because: "two axes exchanged: the order is its own inverse, and the sizes are equal",
  },
  "permute: gradient only reshaped": {
    id: "permute-reshape",
    did: "Gave the gradient the shape and left its elements where they were.",
    shows: at("permute", { axes: [1, 0] }, [2, 2]),
    order: 1,
    hint: "transposed",
    hides: at("permute", { axes: [1, 0] }, [1, 2]),
    because: "an axis of one element: only the shape changes",
  },
  "slice: gradient put back one element early": {
    id: "slice-early",
    did: "Put the part back one place too early.",
    shows: at("slice", { axis: 0, start: 1, end: 3 }, [3]),
    order: 1,
    hint: "shifted",
    hides: at("slice", { axis: 0, start: 0, end: 3 }, [6]),
    because: "a part that begins at the beginning",
  },
  "slice: step ignored": {
    id: "slice-step",
    did: "Put the part back without gaps.",
    shows: at("slice", { axis: 0, start: 0, end: 3, step: 2 }, [3]),
    order: 1,
    hint: null,
    hides: at("slice", { axis: 0, start: 0, end: 3 }, [6]),
    because: "a step of 1",
  },
  "pad: gradient read one element early": {
    id: "pad-early",
    did: "Began to read one place too early.",
    shows: at("pad", { padding: [{ axis: 0, before: 1, after: 1 }] }, [3]),
    order: 1,
    hint: "shifted",
    hides: at("pad", { padding: [{ axis: 0, after: 2 }] }, [3]),
    because: "padding behind only",
  },
  "concat: every part gets the first one's gradient": {
    id: "concat-first",
    did: "Forgot where the second part begins.",
    shows: at("concat", null, [1], [1]),
    order: 1,
    hint: null,
    hides: at("concat", null, [2]),
    because: "one part",
  },
};
