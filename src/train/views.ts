import { kind, listOf } from "../core/kinds.ts";
import type { Tensor } from "../core/tensor.ts";
import { tensor } from "../create.ts";
import { type Batch, type BatchSource, sourceKind } from "../data/loader.ts";
import type { Device } from "../devices/device.ts";
import type { Module } from "../nn/module.ts";
import { add, log, mul, softmax } from "../ops/index.ts";

/** Images to measure with; several sources are the same images in other views, whose probabilities are averaged. */
export type Views = BatchSource | readonly BatchSource[];

export const viewsKind = kind("a loader or an array of them", (value): value is Views => {
  return sourceKind.accepts(value) || (listOf(sourceKind).accepts(value) && value.length > 0);
});

/** Each batch in all its views. */
export async function* viewBatches(views: Views): AsyncGenerator<readonly Batch[], void, undefined> {
  const [first, ...others] = "epoch" in views ? [views] : views;
  const iterators = others.map((source) => batchesOf(source));
  for await (const batch of first!.epoch()) {
    const rest = await Promise.all(iterators.map((batches) => batches.next()));
    yield [batch, ...rest.map(({ value }) => value as Batch)];
  }
}

async function* batchesOf(source: BatchSource): AsyncGenerator<Batch, void, undefined> {
  yield* source.epoch();
}

/** Scores whose softmax is the mean of the views' softmax. */
export function averageScores(model: Module, views: readonly Batch[], device: Device): Tensor {
  const logits = views.map(({ images, shape }) => model.forward(tensor(images, shape, { device })));
  if (logits.length === 1) return logits[0];
  const sum = logits.map((scores) => softmax(scores, { axis: 1 })).reduce((a, b) => add(a, b));
  return log(mul(sum, 1 / logits.length));
}
