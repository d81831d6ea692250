import { grad } from "../../../src/core/backward.ts";
import { reference } from "../../../src/devices/reference.ts";
import { add, crossEntropy, div, exp, log, logSoftmax, neg, pick, softmax, sum } from "../../../src/ops/index.ts";
import { filled } from "../core/fill.ts";
import { made } from "../core/library.ts";
import { softmax as words } from "../words/en/softmax.ts";
import { firstRow, labelsOf, type State, xShapeOf } from "./state.ts";
import { inputOf, partOf, type SoftmaxPart } from "./tensors.ts";

const float32 = reference();

/** The formula as it stands in books, by operators of the library in single precision, beside softmax. */
export function overflowParts(given: State): readonly SoftmaxPart[] {
  const s = firstRow(given);
  const x = made(filled(s.x, xShapeOf(s)), xShapeOf(s), float32);
  const shifted = add(x, 10 * s.shift);
  const e = exp(shifted);
  const total = sum(e, { axis: 1, keepDims: true });
  const naive = div(e, total);
  const labels = labelsOf(s);
  const naiveLoss = neg(pick(log(naive), made(labels, [1], float32)));
  const loss = crossEntropy(shifted, labels);
  return [
    inputOf(s),
    partOf(`x + ${10 * s.shift}`, shifted),
    partOf("exp", e),
    partOf("Σ exp", total),
    { ...partOf(words.naive("p"), naive), before: "|" },
    partOf("softmax", softmax(shifted)),
    partOf(words.naive("ln p"), log(naive)),
    partOf("logSoftmax", logSoftmax(shifted)),
    partOf(words.naive("∂x"), grad(naiveLoss, [x], { retainGraph: true })[0]),
    partOf("∂x", grad(loss, [x])[0]),
  ];
}
