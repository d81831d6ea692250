import type { State } from "../../max-pool/state.ts";

export const maxPool = {
  title: "Max pooling",
  rule: "of several that are the largest",
  rules: {
    first: "the first gets all (ours, PyTorch, tf.nn.max_pool)",
    share: "all share it (tf.reduce_max, our max)",
    each: "each gets all of it (Theano, early Caffe)",
  } satisfies Record<State["rule"], string>,
  ruleSays: {
    first: "Each window sends its ∂y to its winner; an element that won several windows sums what they send.",
    share:
      "Where elements of a window tie, each gets its part of the window's ∂y. TensorFlow's reduce_max does so, and our max over axes; no pooling here does.",
    each: "Where elements of a window tie, each gets the window's ∂y in full: more comes out than went in. Theano did so without cuDNN, and Caffe in its first versions.",
  } satisfies Record<State["rule"], string>,
  assign: "= beside +=",
  added: "with +=",
  assigned: "with =: the last window writes over the others",
  secondSays:
    "S = Σ v·∂x. ∂x is linear in ∂y: the gradient of S by ∂y reads v at the winners. By x there is none: between kinks the winners stay, and ∂x does not depend on x.",
  says: {
    largest: (name: string, value: string, inside: number, winner: string, tied: number, outside: number) =>
      `${name} is ${value}: the largest of ${inside} ${inside === 1 ? "element" : "elements"}, ${winner}${tied > 1 ? `, the first of ${tied} that are equal` : ""}${outside > 0 ? `; ${outside} ${outside === 1 ? "place" : "places"} outside never win` : ""}.`,
    given: (name: string, value: string, winner: string) =>
      `${name} is ${value}: it goes to ${winner}, which won the window.`,
    gathered: (name: string, value: string, from: string) =>
      `${name} is ${value}: read from ${from}, where the window has its winner.`,
    read: (name: string, value: string, read: number, won: number) =>
      `${name} is ${value}: ${windows(read)} ${read === 1 ? "reads" : "read"} it; it wins ${won}.`,
    sum: (name: string, value: string, read: number, won: number) =>
      won === 0
        ? `${name} is ${value}: it won none of the ${windows(read)} that ${read === 1 ? "reads" : "read"} it, so that no gradient comes back.`
        : `${name} is ${value}: the sum over ${won} of the ${windows(read)} that ${read === 1 ? "reads" : "read"} it.`,
  },
};

const windows = (count: number) => `${count} ${count === 1 ? "window" : "windows"}`;
