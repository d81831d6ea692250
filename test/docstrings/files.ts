import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Rng } from "../../src/core/rng.ts";
import { reference } from "../../src/devices/reference.ts";
import { findRecipe, prepareData, Run, recipeModel } from "../../src/train/index.node.ts";
import { cifar, counting, folderWith, idx, png } from "../data/fixtures.ts";

/** A folder with the files that examples read. */
export async function exampleFiles(): Promise<string> {
  const folder = await folderWith({
    "mnist/train-images-idx3-ubyte": idx([2, 28, 28], counting(2 * 28 * 28)),
    "mnist/train-labels-idx1-ubyte": idx([2], Uint8Array.of(1, 0)),
    "cifar-10-batches-bin/data_batch_1.bin": cifar([3, 1, 4]),
    "cifar-10-batches-bin/test_batch.bin": cifar([1, 5]),
    "photos/cats/1.png": png(40, 30, [200, 150, 100]),
    "photos/dogs/1.png": png(30, 40, [100, 150, 200]),
    "cat.png": png(40, 30, [200, 150, 100]),
    "net.pth": readFileSync(new URL("../golden/pth/state.pth", import.meta.url)),
    "runs/README": "",
  });
  await makeRun(join(folder, "runs/mine"));
  return folder;
}

/** A run whose network is as it was drawn. */
async function makeRun(folder: string): Promise<void> {
  const recipe = findRecipe("default");
  const data = { path: "builtin", limit: 20, holdOut: null, onError: "fail" } as const;
  const { train, statistics, sha256 } = await prepareData(recipe, data, 0);
  const { shape, classes } = train;
  const common = { version: "0", recipe, stored: shape, input: shape, classes, seed: 0, machine: {} };
  using run = await Run.create(folder, { ...common, data: { ...data, sha256 } }, statistics);
  const model = recipeModel(
    recipe,
    { input: shape, classes: classes.length },
    { device: reference(), rng: new Rng(0) },
  );
  await run.saveBest(await model.state());
  await run.log({ event: "step", epoch: 1, step: 1, images: 20, loss: 2.3, lr: recipe.lr });
}
