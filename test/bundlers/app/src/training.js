import { buildModel, Rng, SGD } from "alexgrad";
import { builtin, channelStatistics, Loader, normalize } from "alexgrad/data";
import { train } from "alexgrad/train";

/** Trains alexnet-small for 20 steps on the built-in images. @returns the loss of each step. */
export async function losses(device) {
  const images = builtin({ count: 40, seed: 7 });
  const loader = new Loader(images, { batchSize: 2, transforms: [normalize(channelStatistics(images))] });
  const model = buildModel("alexnet-small", { device, rng: new Rng(7) });
  const optimizer = new SGD(model.parameters(), { lr: 0.01, momentum: 0.9 });
  const losses = [];
  for await (const event of train({
    ...{ model, optimizer, device, train: loader, validation: null, epochs: 1, rng: new Rng(7) },
  })) {
    if (event.event === "step") losses.push(event.loss);
  }
  return losses;
}
