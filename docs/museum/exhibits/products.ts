import type { Exhibits } from "../exhibit.ts";
import { at } from "../geometry.ts";

export const products: Exhibits = {
  "matmul: first factor not transposed": {
    id: "matmul-first",
    did: "Forgot to transpose a in aᵀ dy.",
    shows: at("matmul", null, [2, 2], [2, 1]),
    order: 1,
    hint: "transposed",
    hides: at("matmul", null, [3, 1], [1, 3]),
    because: "a matrix of one column lies in memory as its transpose does",
  },
  "matmul: second factor not transposed": {
    id: "matmul-second",
    did: "Forgot to transpose b in dy bᵀ.",
    shows: at("matmul", null, [1, 2], [2, 2]),
    order: 1,
    hint: "transposed",
    hides: at("matmul", null, [3, 3], [3, 1]),
    because: "a matrix of one column lies in memory as its transpose does",
  },
  "matmul: first matrix of the batch for all": {
    id: "matmul-batch",
    did: "Forgot the step from one matrix of the batch to the next.",
    shows: at("matmul", null, [2, 2, 2], [2, 2, 2]),
    order: 1,
    hint: "slice",
    hides: at("matmul", null, [3, 3], [3, 3]),
    because: "no batch",
  },
  "matmul: inner sum stops one short": {
    id: "matmul-inner",
    did: "Let the inner loop end one too early.",
    shows: at("matmul", null, [1, 1], [1, 1]),
    order: 1,
    hint: "missing",
    hides: null,
    because: "There is always a last product, and it is missing.",
  },
  "linear: weight gradient averaged over the rows": {
    id: "linear-mean",
    did: "Took a mean over the batch in the layer, besides that of the loss.",
    shows: at("linear", null, [2, 1], [1, 1]),
    order: 1,
    hint: "halved",
    hides: at("linear", null, [1, 3], [3, 3]),
    because: "a batch of one",
  },
};
