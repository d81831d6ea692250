import { initialState } from "../widgets/core/address.ts";
import { values } from "../widgets/core/library.ts";
import { fields, type State } from "../widgets/tape/state.ts";
import { type Frame, trace } from "../widgets/tape/trace.ts";

/** What arrives at a and b in the first program, by the way that is taken. */
export default {
  load() {
    const arrived = (mode: State["mode"], from: (frame: Frame) => Frame["gradients"]) => {
      const last = trace({ ...initialState(fields), mode }).at(-1)!;
      const found = from(last);
      return [...last.shown].flatMap((box) => (box.gradFn?.isLeaf ? values(found.get(box)!)[0] : []));
    };
    return {
      tape: arrived("once", ({ grads }) => grads),
      recursion: arrived("recursion", ({ gradients }) => gradients),
      twice: arrived("twice", ({ grads }) => grads),
    };
  },
};
