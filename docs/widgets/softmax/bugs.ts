import { grad } from "../../../src/core/backward.ts";
import { sizeOf } from "../../../src/core/shape.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import type { ReferenceDevice } from "../../../src/devices/reference.ts";
import { crossEntropy, mul, nllLoss, softmax, sum } from "../../../src/ops/index.ts";
import type { Bug } from "../../museum/bug.ts";
import { bugDevice } from "../../museum/bugDevice.ts";
import { losses } from "../../museum/catalog/losses.ts";
import { reductions } from "../../museum/catalog/reductions.ts";

import { tensorOf } from "../core/given.ts";
import { made, values } from "../core/library.ts";

import { labelsOf, optionsOf, type State, xShapeOf } from "./state.ts";
import { inputOf, partOf, type SoftmaxPart, upTo } from "./tensors.ts";

const operators = ["softmax", "crossEntropy", "nllLoss"] as const;

/** The seeded bugs of softmax and of the losses that are made of it. */
export const bugs: readonly Bug[] = [...reductions, ...losses].filter(({ ops }) =>
  operators.some((name) => ops.includes(name)),
);
export const bugOf = (s: State): Bug => bugs[Math.min(s.bug, bugs.length - 1)];

/** Bugs of the smoothing show where there is some, those of its weights where classes have some. */
export function shownOf(s: State): State {
  if (s.mode !== "broken" || !bugOf(s).name.includes("smooth")) return s;
  return { ...s, smoothing: Math.max(1, s.smoothing), weighted: s.weighted || bugOf(s).name.includes("weights") };
}

/** The loss in which a bug shows: an operator that its row of the catalog names. */
export function brokenRun(given: State): (x: Tensor) => Tensor {
  const s = shownOf(given);
  const { ops } = bugOf(s);
  const [labels, options] = [labelsOf(s), optionsOf(s)];
  switch (operators.find((name) => ops.includes(name))) {
    case "softmax": {
      const along = upTo(sizeOf(xShapeOf(s))).map((i) => (i % 4) - 1);
      return (x) => sum(mul(softmax(x), made(along, x.shape, deviceOf(x))));
    }
    case "crossEntropy":
      return (x) => crossEntropy(x, labels, options);
    default:
      return (x) => nllLoss(x, labels);
  }
}

const deviceOf = (x: Tensor) => x.device as ReferenceDevice;

export function broken(s: State): readonly SoftmaxPart[] {
  const run = brokenRun(s);
  const device = bugDevice(bugOf(s));
  const [right, wrong] = [undefined, device].map((device) => {
    const x = tensorOf(inputOf(s), device);
    return grad(run(x), [x])[0];
  });
  return [inputOf(s), { ...partOf("∂x", wrong), right: values(right) }];
}
