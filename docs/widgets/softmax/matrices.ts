import { grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { crossEntropy, log, mul, neg, reshape, softmax, sub, sum } from "../../../src/ops/index.ts";
import { tensorOf } from "../core/given.ts";
import { made, values } from "../core/library.ts";
import { constant, factorOf, type Part } from "../core/sums.ts";
import { softmax as words } from "../words/en/softmax.ts";
import { firstRow, labelsOf, optionsOf, type State } from "./state.ts";
import { inputOf, partOf, product, type SoftmaxPart, targetOf, upTo } from "./tensors.ts";

/** A matrix of derivatives, a row for each output: one backward pass each. */
function derivatives(y: Tensor, x: Tensor): Float64Array {
  const { size, shape } = y;
  return Float64Array.from(
    upTo(size).flatMap((i) => {
      const one = made(
        upTo(size).map((j) => (i === j ? 1 : 0)),
        shape,
      );
      return [...values(grad(y, [x], { gradOutputs: [one], retainGraph: true })[0])];
    }),
  );
}

/** p on the diagonal, less p times p: softmax's Jacobian, and the loss's Hessian. */
const diagonalLess =
  (p: Part): NonNullable<Part["terms"]> =>
  ([i, j]) => [
    ...(i === j ? [product(factorOf(p, [i]))] : []),
    product(constant("−1", -1), factorOf(p, [i]), factorOf(p, [j])),
  ];

/** A row as a vector. */
const flat = (name: string, part: SoftmaxPart): SoftmaxPart => ({ ...part, name, shape: part.shape.slice(1) });

/** The Jacobian times the gradient by p, column by column: what is left is p − t. */
export function jacobianParts(given: State): readonly SoftmaxPart[] {
  const s = firstRow(given);
  const x = inputOf(s);
  const at = tensorOf(x);
  const y = softmax(at);
  const p = flat("p", partOf("p", y));
  const t = flat("t", targetOf(s));
  const square = [s.classes, s.classes];
  const jacobian: SoftmaxPart = {
    name: "J",
    shape: square,
    values: derivatives(y, at),
    about: "∂p[i]/∂x[j]",
    terms: diagonalLess(p),
  };
  const leaf = tensorOf(p);
  const loss = neg(sum(mul(tensorOf(t), log(leaf))));
  const dp: SoftmaxPart = { ...partOf("∂p", grad(loss, [leaf])[0]), about: "−t/p", isColumn: true, before: "·" };
  const through = crossEntropy(at, labelsOf(s), optionsOf(s));
  const dx: SoftmaxPart = {
    ...flat("∂x", partOf("∂x", grad(through, [at])[0])),
    terms: ([j]) => upTo(s.classes).map((i) => product(factorOf(jacobian, [i, j]), factorOf(dp, [i]))),
  };
  const simple = partOf("p − t", sub(tensorOf(p), tensorOf(t)), (index) => [
    product(factorOf(p, index)),
    product(constant("−1", -1), factorOf(t, index)),
  ]);
  return [x, t, p, jacobian, dp, simple, dx];
}

/** The loss's second derivatives, and diag(p) − ppᵀ. */
export function secondParts(given: State): readonly SoftmaxPart[] {
  const s = firstRow(given);
  const x = inputOf(s);
  const at = tensorOf(x);
  const p = flat("p", partOf("p", softmax(at)));
  const [first] = grad(crossEntropy(at, labelsOf(s), optionsOf(s)), [at], { createGraph: true });
  const square = [s.classes, s.classes];
  const terms = diagonalLess(p);
  const [column, row] = [reshape(tensorOf(p), [s.classes, 1]), tensorOf(p)];
  const diagonal = made(
    upTo(s.classes ** 2).map((i) => (i % (s.classes + 1) === 0 ? p.values[i % s.classes] : 0)),
    square,
  );
  return [
    x,
    p,
    flat("∂x", partOf("∂x", first)),
    { name: "D", shape: square, values: values(sub(diagonal, mul(column, row))), about: "diag(p) − ppᵀ" },
    { name: "H", shape: square, values: derivatives(first, at), about: words.hessian, terms },
  ];
}
