import { noGrad } from "../src/core/autograd.ts";
import { backward } from "../src/core/backward.ts";
import { Rng } from "../src/core/rng.ts";
import { scope } from "../src/core/scope.ts";
import type { Tensor } from "../src/core/tensor.ts";
import { tensor } from "../src/create.ts";
import { cpu } from "../src/devices/cpu/index.node.ts";
import { defaultDevice } from "../src/devices/default.ts";
import type { Device } from "../src/devices/device.ts";
import { buildModel } from "../src/models/index.ts";
import {
  Conv2d,
  Flatten,
  Linear,
  LocalResponseNorm,
  MaxPool2d,
  type Module,
  ReLU,
  Sequential,
} from "../src/nn/index.ts";
import { crossEntropy, relu } from "../src/ops/index.ts";
import { SGD } from "../src/optim/index.ts";
import type { PeerTask } from "./given.node.ts";
import { type PeerOptions, startPeer as start } from "./peers.node.ts";
import type { Figure } from "./report.ts";
import { type Contender, median, ratio, takeTurns, timed } from "./rounds.ts";

const image = [3, 224, 224] as const;

function draw(device: Device, shape: readonly number[]): Tensor {
  const rng = new Rng(1);
  const size = shape.reduce((product, dim) => product * dim, 1);
  return tensor(
    Float32Array.from({ length: size }, () => rng.uniform(-1, 1)),
    shape,
    { device },
  );
}

async function forward(batch: number, threads: number): Promise<Contender> {
  const device = await cpu({ threads });
  const model = buildModel("torchvision", { device });
  model.eval();
  const x = draw(device, [batch, ...image]);
  const run = async () => {
    const scores = scope(() => noGrad(() => model.forward(x)));
    await scores.data();
    scores.dispose();
  };
  return timed(`alexgrad, ${threads} thread${threads === 1 ? "" : "s"}`, run, { close: () => device.close() });
}

/** One SGD step on the same images over and over. */
export async function step(model: Module, device: Device, shape: readonly number[], classes: number, decay: number) {
  const x = draw(device, shape);
  const labels = Array.from({ length: shape[0] }, (_, i) => i % classes);
  const optimizer = new SGD(model.parameters(), { lr: 1e-3, momentum: 0.9, weightDecay: decay });
  const wake = () => relu(draw(device, [1])).data();
  const run = async () => {
    const loss = scope(() => {
      const mean = crossEntropy(model.forward(x), labels);
      optimizer.zeroGrad();
      backward(mean);
      optimizer.step();
      return mean.detach();
    });
    await loss.item();
    await device.sync();
    loss.dispose();
  };
  return timed("alexgrad", run, { wake, close: () => device.close() });
}

async function alexnetStep(batch: number, threads: number): Promise<Contender> {
  const device = await cpu({ threads });
  return step(buildModel("torchvision", { device }), device, [batch, ...image], 1000, 5e-4);
}

/** The CIFAR network of cuda-convnet's time: two convolutions of 64, each with pooling and LRN, three linear layers. */
async function cifarStep(batch: number, threads: number): Promise<Contender> {
  const device = await cpu({ threads });
  const rng = new Rng(1);
  const options = { device, rng };
  const stage = (channels: number) => [
    new Conv2d(channels, 64, { kernel: 5, padding: 2, ...options }),
    new ReLU(),
    new MaxPool2d({ kernel: 3, stride: 2 }),
    new LocalResponseNorm({ size: 5 }),
  ];
  const model = new Sequential([
    ...stage(3),
    ...stage(64),
    new Flatten(),
    new Linear(64 * 7 * 7, 384, options),
    new ReLU(),
    new Linear(384, 192, options),
    new ReLU(),
    new Linear(192, 10, options),
  ]);
  return step(model, device, [batch, 3, 32, 32], 10, 0);
}

async function startPeer(file: string, task: PeerTask, options: PeerOptions): Promise<Contender | null> {
  const peer = await start(file, task, options);
  return peer && { name: peer.name, round: async () => Number(await peer.run()), close: async () => peer.close?.() };
}

/** Milliseconds of all, and ratios of ours to each peer's in the same rounds. */
async function compare(
  ours: Contender,
  peers: readonly { readonly peer: Contender | null; readonly asked?: string }[],
  rounds: number,
): Promise<Figure[]> {
  const present = peers.flatMap(({ peer, asked }) => (peer === null ? [] : [{ peer, asked }]));
  const contenders = [ours, ...present.map(({ peer }) => peer)];
  const times = await takeTurns(contenders, rounds);
  for (const contender of contenders) await contender.close();
  const milliseconds = contenders.map(({ name }) => ({
    what: name,
    value: `${median(times.get(name)!).toFixed(0)} ms`,
  }));
  const ratios = present.map(({ peer, asked }) => ({
    what: `time of ours / ${peer.name}`,
    value: ratio(times, ours.name, peer.name).toFixed(2),
    ...(asked !== undefined && { asked }),
  }));
  return [...milliseconds, ...ratios];
}

export async function forwardTask(rounds: number): Promise<Figure[]> {
  const batch = 8;
  const [one, two] = [await forward(batch, 1), await forward(batch, 2)];
  const peers = [
    { peer: await startPeer("tfjs-wasm.mjs", "forward", { threads: 1, batch }), asked: "≤ 0.25" },
    { peer: await startPeer("ort-web.mjs", "forward", { threads: 1, batch }), asked: "≤ 0.25" },
    { peer: await startPeer("ort-web.mjs", "forward", { threads: 2, batch }) },
    { peer: await startPeer("ort-node.mjs", "forward", { threads: 2, batch }), asked: "≤ 2.50" },
    { peer: one, asked: "≤ 0.54" },
  ];
  return compare(two, peers, rounds);
}

export async function trainTask(rounds: number): Promise<Figure[]> {
  const batch = 32;
  const peer = await startPeer("torch_peer.py", "train", { threads: 2, batch });
  const asked = Number.parseInt(process.versions.node, 10) >= 24 ? "≤ 1.30" : "≤ 2.00";
  return compare(await alexnetStep(batch, 2), [{ peer, asked }], rounds);
}

/** Nothing but the first line names a device, or does not. */
export async function defaultTask(rounds: number): Promise<Figure[]> {
  const [named, unnamed] = [await cpu(), defaultDevice()];
  const small = (device: Device, options: { readonly device?: Device }) =>
    step(buildModel("alexnet-small", options), device, [32, 3, 32, 32], 10, 5e-4);
  const ours = { ...(await small(unnamed, {})), name: "no device named" };
  const peer = { ...(await small(named, { device: named })), name: "cpu()" };
  return compare(ours, [{ peer, asked: "≤ 1.05" }], rounds);
}

/** One round of tfjs takes minutes, and is at batch 1. */
export async function slowestTask(): Promise<Figure[]> {
  const ours = await alexnetStep(32, 2);
  const peer = await startPeer("tfjs-cpu.mjs", "train", { threads: 1, batch: 1 });
  if (peer === null) return [];
  const times = await takeTurns([ours, peer], 1);
  for (const contender of [ours, peer]) await contender.close();
  const own = median(times.get(ours.name)!) / 32;
  const theirs = median(times.get(peer.name)!);
  return [
    { what: "alexgrad, batch 32, per image", value: `${own.toFixed(1)} ms` },
    { what: `${peer.name}, per image`, value: `${theirs.toFixed(0)} ms` },
    { what: "times faster", value: (theirs / own).toFixed(0), asked: "≥ 200" },
  ];
}

export async function cifarTask(rounds: number): Promise<Figure[]> {
  const batch = 128;
  const peer = await startPeer("torch_peer.py", "cifar", { threads: 2, batch });
  return compare(await cifarStep(batch, 2), [{ peer, asked: "< 1.00" }], rounds);
}
