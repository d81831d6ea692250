import { noGrad } from "../../../src/core/autograd.ts";
import { grad } from "../../../src/core/backward.ts";
import { scope } from "../../../src/core/scope.ts";
import { tensor } from "../../../src/create.ts";
import { Loader } from "../../../src/data/loader.ts";
import { fitSquare } from "../../../src/data/resize.ts";
import { softmax } from "../../../src/ops/softmax.ts";
import type { Event, Picture } from "../protocol.ts";
import { toImage, toPicture } from "./pictures.ts";
import type { Training } from "./training.ts";

/** What the network says of a picture, and the pixels that it rests on. */
export async function classify(training: Training, picture: Picture): Promise<Event & { tell: "scores" }> {
  const { options, images, transforms } = training;
  const { model, device } = options;
  const { classes, shape } = images.train;
  const image = fitSquare(toImage(picture), shape[1]);
  const drawn = { name: "drawing", shape, classes, images: image.pixels, labels: Uint16Array.of(0) };
  const [batch] = new Loader(drawn, { batchSize: 1, transforms }).epoch();
  const { training: mode } = model;
  model.eval();
  try {
    const forward = (requiresGrad: boolean) => {
      const x = tensor(batch!.images, batch!.shape, { device, requiresGrad });
      return [x, model.forward(x)] as const;
    };
    const shares = scope(() => noGrad(() => softmax(forward(false)[1], { axis: 1 })));
    const probabilities = await shares.data();
    shares.dispose();
    const best = probabilities.indexOf(Math.max(...probabilities));
    const slope = scope(() => {
      const [x, scores] = forward(true);
      const one = Float32Array.from(classes, (_, i) => Number(i === best));
      return grad(scores, [x], { gradOutputs: [tensor(one, scores.shape, { device })] })[0]!;
    });
    const slopes = await slope.data();
    slope.dispose();
    return {
      tell: "scores",
      classes: classes.map((name, i) => ({ name, probability: probabilities[i] })),
      seen: toPicture(image),
      saliency: toPicture({ shape: [1, shape[1], shape[2]], pixels: strengths(slopes, shape[1] * shape[2]) }),
    };
  } finally {
    model.train(mode);
  }
}

/** For each pixel the largest of its channels, of 255 for the largest of all. */
function strengths(slopes: ArrayLike<number>, plane: number): Uint8Array {
  const pixels = Float64Array.from({ length: plane }, (_, i) => {
    let largest = 0;
    for (let at = i; at < slopes.length; at += plane) largest = Math.max(largest, Math.abs(slopes[at]));
    return largest;
  });
  const most = pixels.reduce((a, b) => Math.max(a, b)) || 1;
  return Uint8Array.from(pixels, (value) => Math.round((255 * value) / most));
}
