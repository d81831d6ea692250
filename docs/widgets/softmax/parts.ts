import { grad } from "../../../src/core/backward.ts";
import {
  crossEntropy,
  div,
  exp,
  log,
  logSoftmax,
  max,
  mul,
  neg,
  pick,
  softmax,
  sub,
  sum,
} from "../../../src/ops/index.ts";
import { filled } from "../core/fill.ts";
import { tensorOf } from "../core/given.ts";
import { made, values } from "../core/library.ts";
import { constant, factorOf, valueAt } from "../core/sums.ts";
import { softmax as words } from "../words/en/softmax.ts";
import { broken } from "./bugs.ts";
import { jacobianParts, secondParts } from "./matrices.ts";
import { overflowParts } from "./overflow.ts";
import { labelsOf, optionsOf, type State, xShapeOf } from "./state.ts";
import { inputOf, partOf, product, type SoftmaxPart, targetOf, upTo } from "./tensors.ts";

/** The tensors of a mode. */
export function partsOf(s: State): readonly SoftmaxPart[] {
  switch (s.mode) {
    case "jacobian":
      return jacobianParts(s);
    case "loss":
      return lossParts(s);
    case "second":
      return secondParts(s);
    case "overflow":
      return overflowParts(s);
    case "broken":
      return broken(s);
    default:
      return forwardParts(s);
  }
}

const alongRows = { axis: 1, keepDims: true };

function forwardParts(s: State): readonly SoftmaxPart[] {
  const x = inputOf(s);
  const at = tensorOf(x);
  const most = max(at, alongRows);
  const e = exp(sub(at, most));
  const total = sum(e, alongRows);
  const [minusMost, inverse, minusLog] = [neg(most), div(1, total), neg(log(total))].map(values);
  const shifted = partOf("e", e);
  return [
    x,
    { ...shifted, about: "exp(x − max)" },
    partOf("Σ", total, ([r]) => upTo(s.classes).map((c) => product(factorOf(shifted, [r, c])))),
    partOf("p", softmax(at), (index) => [
      product(factorOf(shifted, index), constant(`1/Σ[${index[0]}]`, inverse[index[0]])),
    ]),
    partOf("z", logSoftmax(at), (index) => [
      product(factorOf(x, index)),
      product(constant(words.minusMax, minusMost[index[0]])),
      product(constant(words.minusLog, minusLog[index[0]])),
    ]),
  ];
}

/** What a row's loss counts in the mean: 1 over the weights of all labels that count. */
function sharesOf(s: State): SoftmaxPart {
  const labels = labelsOf(s);
  const weight = s.weighted ? filled(s.weight, [s.classes]) : new Float64Array(s.classes).fill(1);
  const counted = made(
    labels.map((label) => (label < 0 ? 0 : 1)),
    [s.n],
  );
  const all = pick(
    made(
      upTo(s.n).flatMap(() => [...weight]),
      xShapeOf(s),
    ),
    made(
      labels.map((label) => Math.max(0, label)),
      [s.n],
    ),
  );
  return partOf("g", mul(counted, div(1, sum(mul(all, counted)))));
}

function lossParts(s: State): readonly SoftmaxPart[] {
  const x = inputOf(s);
  const at = tensorOf(x);
  const [labels, options] = [labelsOf(s), optionsOf(s)];
  const each = partOf("y", crossEntropy(at, labels, { ...options, reduction: "none" }));
  const loss = crossEntropy(at, labels, options);
  const [p, z, t, g] = [partOf("p", softmax(at)), partOf("z", logSoftmax(at)), targetOf(s), sharesOf(s)];
  const totals = values(sum(tensorOf(t), { axis: 1 }));
  const rowLoss: SoftmaxPart = {
    ...each,
    isColumn: true,
    terms: ([r]) =>
      upTo(s.classes)
        .filter((c) => valueAt(t, [r, c]) !== 0)
        .map((c) => product(constant("−1", -1), factorOf(t, [r, c]), factorOf(z, [r, c]))),
  };
  return [
    x,
    { ...t, about: words.target },
    p,
    z,
    { ...g, isColumn: true, about: words.share },
    rowLoss,
    partOf("L", loss, () => upTo(s.n).map((r) => product(factorOf(g, [r]), factorOf(rowLoss, [r])))),
    partOf("∂x", grad(loss, [at])[0], (index) => [
      product(
        factorOf(g, [index[0]]),
        ...(totals[index[0]] === 1 ? [] : [constant(`Σt[${index[0]}]`, totals[index[0]])]),
        factorOf(p, index),
      ),
      product(constant("−1", -1), factorOf(g, [index[0]]), factorOf(t, index)),
    ]),
  ];
}
