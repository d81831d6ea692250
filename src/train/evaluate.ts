import { noGrad } from "../core/autograd.ts";
import { deviceKind } from "../core/deviceKind.ts";
import { callback } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import { scope } from "../core/scope.ts";
import type { Device } from "../devices/device.ts";
import { type Module, moduleKind } from "../nn/module.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";
import { averageScores, type Views, viewBatches, viewsKind } from "./views.ts";

/** How right a classifier is. */
export interface Evaluation {
  /** How many images were measured. */
  readonly count: number;
  /** Mean cross-entropy. */
  readonly loss: number;
  /** Share of images whose label has the highest score. */
  readonly top1: number;
  /** Share of images whose label is among the five highest scores. */
  readonly top5: number;
}

/** Runs a classifier over a data set, in evaluation mode and without recording. Each module's mode is put back.
 *  @param model [n, c, h, w] → scores [n, classes].
 *  @param source a loader; several ones are the same images in other views, whose probabilities are averaged.
 *  @param device where the model lies.
 *  @param onBatch called with the number of images done. Default: nothing is called.
 *  @returns means over all images.
 *
 *  @example
 *  ```ts
 *  import { defaultDevice, Flatten, Linear, Sequential } from "alexgrad";
 *  import { builtin, Loader } from "alexgrad/data";
 *  import { evaluate } from "alexgrad/train";
 *
 *  const model = new Sequential([new Flatten(), new Linear(3 * 32 * 32, 10)]);
 *  const images = new Loader(builtin({ count: 40, part: "test" }), { batchSize: 20 });
 *  const { count, top5 } = await evaluate(model, images, defaultDevice());
 *  console.log(count, top5 <= 1); // 40 true
 *  ``` */
export async function evaluate(
  model: Module,
  source: Views,
  device: Device,
  onBatch: (done: number) => void = () => {},
): Promise<Evaluation> {
  checkArgument("evaluate", "model", model, moduleKind);
  checkArgument("evaluate", "source", source, viewsKind);
  checkArgument("evaluate", "device", device, deviceKind);
  checkArgument("evaluate", "onBatch", onBatch, callback());
  const modes = [...model.namedModules().values()].map((module) => [module, module.training] as const);
  model.eval();
  const total = { count: 0, loss: 0, top1: 0, top5: 0 };
  try {
    for await (const views of viewBatches(source)) {
      const { labels } = views[0];
      const [logits, losses] = scope(() =>
        noGrad(() => {
          const scores = averageScores(model, views, device);
          return [scores, crossEntropy(scores, labels, { reduction: "sum" })] as const;
        }),
      );
      const scores = await logits.data();
      total.loss += await losses.item();
      const classes = scores.length / labels.length;
      labels.forEach((label, i) => {
        const rank = rankOf(scores.subarray(i * classes, (i + 1) * classes), label);
        if (rank < 1) total.top1++;
        if (rank < 5) total.top5++;
      });
      total.count += labels.length;
      logits.dispose();
      losses.dispose();
      onBatch(total.count);
    }
  } finally {
    for (const [module, training] of modes) module.train(training);
  }
  const { count, loss, top1, top5 } = total;
  return { count, loss: loss / count, top1: top1 / count, top5: top5 / count };
}

/** How many classes score at least as high as the label's: ties, and NaN, count against it. */
export function rankOf(scores: ArrayLike<number>, label: number): number {
  let rank = 0;
  for (let c = 0; c < scores.length; c++) if (c !== label && !(scores[c] < scores[label])) rank++;
  return rank;
}

/** Whether an epoch is better than the best before it: its accuracy is higher, or as high and its loss lower. One without
 *  validation is, and any loss is lower than one that is not finite. */
export function isBetter(
  validation: Evaluation | null,
  best: { readonly top1: number; readonly loss: number | null } | null,
): boolean {
  if (validation === null || best === null || validation.top1 > best.top1) return true;
  if (validation.top1 < best.top1 || !Number.isFinite(validation.loss)) return false;
  return !Number.isFinite(best.loss) || validation.loss < best.loss!;
}
