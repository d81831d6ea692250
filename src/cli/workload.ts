import { Rng } from "../core/rng.ts";
import { scope } from "../core/scope.ts";
import { randn } from "../create.ts";
import type { Workload } from "../devices/auto.ts";
import { buildModel, type ModelName, modelTable } from "../models/index.ts";
import { crossEntropy } from "../ops/index.ts";
import { SGD } from "../optim/index.ts";

/** One training step of a network on noise of its own input size, for a device to be chosen by. */
export function trainingStep(name: ModelName, batch: number): Workload {
  return async (device) => {
    const rng = new Rng(0);
    const model = buildModel(name, { device, rng });
    const optimizer = new SGD(model.parameters(), { lr: 0, momentum: 0.9 });
    const x = randn([batch, ...modelTable(name).input], { device, rng });
    const loss = scope(() => {
      const mean = crossEntropy(model.forward(x), new Array<number>(batch).fill(0));
      mean.backward();
      optimizer.step();
      return mean.detach();
    });
    await loss.item();
    for (const tensor of [loss, x, ...model.parameters()]) tensor.dispose();
    optimizer.dispose();
  };
}
