import { buildModel, type Device, type Module, Rng, reference, SGD, type Tensor } from "alexgrad";
import { cpu } from "alexgrad/cpu";
import {
  builtin,
  channelStatistics,
  type Dataset,
  Loader,
  loadDataset,
  normalize,
  PrefetchLoader,
  randomCrop,
  split,
  type Transform,
} from "alexgrad/data";
import { chooseDevice, type DeviceName, device } from "alexgrad/device";
import { type GpuDevice, gpu } from "alexgrad/gpu";
import { checkOp, type Differentiable, type GradcheckReport, gradcheck, opInfos } from "alexgrad/gradcheck";
import { decodeSafetensors, encodeSafetensors, loadSafetensors, saveSafetensors } from "alexgrad/io";
import { type Evaluation, evaluate, findRecipe, prepareTraining, Run, runTraining, train } from "alexgrad/train";

const name: DeviceName = "auto";
export const devices: Device[] = [await cpu({ threads: 2 }), await device(name), (await chooseDevice()).device];
export const accelerator: GpuDevice = await gpu({ fallback: "error" });
export const memory: object = accelerator.memory();
// @ts-expect-error: no such option
await cpu({ thread: 2 });
// @ts-expect-error: no such device
await device("tpu");

const images: Dataset = builtin({ count: 64 });
const parts = split(images, { validation: 0.25 });
const statistics = channelStatistics(parts.train);
export const identity: Transform = (shape) => ({ shape, apply: (pixels) => pixels });
const loader = new Loader(parts.train, {
  batchSize: 16,
  shuffle: true,
  lastBatch: "drop",
  transforms: [normalize(statistics), randomCrop({ padding: 4 }), identity],
});
for (const { images, shape, labels } of loader.epoch(0)) console.log(images.length, shape[0], labels.length);
const ahead = new PrefetchLoader(parts.train, { batchSize: 16, specs: [{ kind: "normalize" }], statistics });
for await (const batch of ahead.epoch()) console.log(batch.shape);
await ahead.close();
export const read = await loadDataset("images", { size: 32 });

const model: Module = buildModel("alexnet-small", { device: reference(), input: [3, 32, 32], classes: 10 });
const optimizer = new SGD(model.parameters(), { lr: 0.01 });
const options = { model, optimizer, device: reference(), train: loader, validation: null, epochs: 1, rng: new Rng(0) };
for await (const event of train(options)) {
  if (event.event === "epoch") console.log(event.validation?.top1, event.lr);
}
export const evaluation: Evaluation = await evaluate(model, loader, reference());

const recipe = { ...findRecipe("fast"), batch: 32 };
const data = { ...parts, statistics, sha256: "" };
const { trainer } = prepareTraining(recipe, data, { seed: 1, device: reference() });
export const { outcome, best } = await runTraining({
  run: await Run.open("runs/mine"),
  trainer,
  shouldStop: () => false,
});

const fn: Differentiable = (x: Tensor) => x.mul(x);
export const report: GradcheckReport = await gradcheck(fn, [], { order: 2, mode: "directional" });
for (const info of opInfos) console.log((await checkOp(info, { cases: 1 })).passed);

const bytes = encodeSafetensors(await model.state(), { by: "me" });
await saveSafetensors("weights.safetensors", await model.state());
export const weights = [decodeSafetensors(bytes, "weights"), await loadSafetensors("weights.safetensors")];
export const buffer: ArrayBuffer = bytes.slice().buffer;
