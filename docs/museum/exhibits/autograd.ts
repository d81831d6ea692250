import type { Exhibits } from "../exhibit.ts";
import { at } from "../geometry.ts";

export const autograd: Exhibits = {
  "accumulate: = for +=": {
    id: "accumulate-assign",
    did: "Assigned where the gradients of a value that is used twice add up.",
    shows: at("mseLoss", null, [1], [1]),
    order: 1,
    hint: "halved",
    hides: null,
    because:
      "Two backward passes must leave the sum of both, whatever the function is: the oracle of accumulation asks for it.",
  },
  "accumulate: later gradients ignored": {
    id: "accumulate-first",
    did: "Kept the first gradient that arrives at a value that is used twice.",
    shows: at("mseLoss", null, [1], [1]),
    order: 1,
    hint: "halved",
    hides: null,
    because:
      "Two backward passes must leave the sum of both, whatever the function is: the oracle of accumulation asks for it.",
  },
};
