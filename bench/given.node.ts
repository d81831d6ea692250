import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noGrad } from "../src/core/autograd.ts";
import { backward } from "../src/core/backward.ts";
import { Rng } from "../src/core/rng.ts";
import { scope } from "../src/core/scope.ts";
import { sizeOf } from "../src/core/shape.ts";
import type { Tensor } from "../src/core/tensor.ts";
import { tensor } from "../src/create.ts";
import { type CpuDevice, cpu } from "../src/devices/cpu/index.node.ts";
import type { Floats } from "../src/devices/device.ts";
import { buildModel, type ModelTable } from "../src/models/index.ts";
import { torchvision } from "../src/models/tables/torchvision.ts";
import { heUniform, uniform } from "../src/nn/init.ts";
import { crossEntropy, matmul } from "../src/ops/index.ts";
import { SGD } from "../src/optim/index.ts";
import { cifarNet } from "./cifarNet.ts";
import { draw, type PeerTask } from "./workloads/lab.ts";

/** What both sides compute from, and what we make of it. */
export interface Given {
  /** A file of float32 values, in the order of bench/peers/README.md. */
  readonly path: string;
  readonly expected: Expected;
}

export interface Expected {
  readonly values: Floats;
  /** How far each value of a peer's may be from ours. */
  readonly allowed: Floats;
}

interface Prepared {
  readonly inputs: readonly Floats[];
  readonly expected: Expected;
}

const known = new Map<string, Promise<Given>>();
let folder: string | undefined;

/** The same for all peers at a task, until it is forgotten. */
export function give(task: PeerTask, batch: number): Promise<Given> {
  const key = `${task}-${batch}`;
  const given = known.get(key) ?? prepare(task, batch, key);
  known.set(key, given);
  return given;
}

/** Removes the files, which are large: peers that are ready have read theirs. */
export function forgetGiven(): void {
  known.clear();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
  process.removeListener("exit", forgetGiven);
}

async function prepare(task: PeerTask, batch: number, name: string): Promise<Given> {
  const device = await cpu();
  try {
    const { inputs, expected } = await computations[task](device, batch);
    return { path: write(name, inputs), expected };
  } finally {
    await device.close();
  }
}

function write(name: string, inputs: readonly Floats[]): string {
  folder ??= temporaryFolder();
  const path = join(folder, name);
  const file = openSync(path, "w");
  for (const values of inputs) writeSync(file, new Float32Array(values));
  closeSync(file);
  return path;
}

function temporaryFolder(): string {
  process.once("exit", forgetGiven);
  return mkdtempSync(join(tmpdir(), "alexgrad-peers-"));
}

const computations: Record<PeerTask, (device: CpuDevice, batch: number) => Promise<Prepared>> = {
  gemm,
  forward,
  train: (device, batch) => train(torchvision, 5e-4, device, batch),
  cifar: (device, batch) => train(cifarNet, 0, device, batch),
};

/** Unit roundoff of float32. */
const roundoff = 2 ** -24;

const drawFrom = (shape: readonly number[], seed: number) => draw(sizeOf(shape), new Rng(seed));

/** A sum of K products is within (K + 2)·2⁻²⁴ of the sum of their magnitudes, on either side. */
async function gemm(device: CpuDevice): Promise<Prepared> {
  const n = 1024;
  const inputs = [drawFrom([n, n], 1), drawFrom([n, n], 2)];
  const product = (values: readonly Floats[]) =>
    scope(() => {
      const [a, b] = values.map((each) => tensor(each, [n, n], { device })) as [Tensor, Tensor];
      return matmul(a, b);
    }).data();
  const magnitudes = await product(inputs.map((values) => values.map(Math.abs)));
  const allowed = magnitudes.map((magnitude) => 2 * (n + 2) * roundoff * magnitude);
  return { inputs, expected: { values: await product(inputs), allowed } };
}

/** A network, its images, and weights that keep the activations' size, so that a wrong layer anywhere shows in the scores. */
function network(table: ModelTable, device: CpuDevice, batch: number) {
  const init = { weightInit: heUniform(), biasInit: uniform({ low: -0.1, high: 0.1 }) };
  const layers = table.layers.map((spec) => ("name" in spec ? { ...spec, ...init } : spec));
  const model = buildModel({ ...table, layers }, { device, rng: new Rng(1) });
  model.eval();
  const shape = [batch, ...table.input];
  const images = drawFrom(shape, 2);
  return { model, images, x: tensor(images, shape, { device }) };
}

/** Rounding errors of a layer are relative to what its sums add up, so that those of a network are to its largest score;
 *  sums have up to 9216 terms. */
const networkTolerance = 9216 * roundoff;

function largest(values: Floats): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

async function forward(device: CpuDevice, batch: number): Promise<Prepared> {
  const { model, images, x } = network(torchvision, device, batch);
  const values = await scope(() => noGrad(() => model.forward(x))).data();
  const weights = Object.values(await model.state()).map(({ data }) => data);
  const allowed = new Float64Array(values.length).fill(networkTolerance * largest(values));
  return { inputs: [...weights, images], expected: { values, allowed } };
}

/** Where a sum before a ReLU is zero but for rounding, or two in a pooling window are equal, a gradient goes another way on
 *  the other side: one of many that add up, the fewer the images the larger its part. */
const gradientTolerance = (batch: number) => 0.2 / Math.sqrt(batch);

/** The loss, and the first layer's weights after a step without dropout at a learning rate of 1: at a usual one the step
 *  would be lost in the weights' own rounding. */
async function train(table: ModelTable, weightDecay: number, device: CpuDevice, batch: number): Promise<Prepared> {
  const { model, images, x } = network(table, device, batch);
  const weights = Object.values(await model.state()).map(({ data }) => data);
  const labels = Array.from({ length: batch }, (_, i) => i % table.classes);
  const optimizer = new SGD(model.parameters(), { lr: 1, momentum: 0.9, weightDecay });
  const loss = scope(() => {
    const mean = crossEntropy(model.forward(x), labels);
    backward(mean);
    optimizer.step();
    return mean.detach();
  });
  const values = [await loss.item(), ...(await model.parameters()[0].data())];
  const [before] = weights as [Floats];
  const step = largest(before.map((value, i) => value - values[i + 1]));
  const allowed = values.map((value, i) => (i === 0 ? networkTolerance * value : gradientTolerance(batch) * step));
  return {
    inputs: [...weights, images, Float32Array.from(labels)],
    expected: { values: Float32Array.from(values), allowed: Float64Array.from(allowed) },
  };
}
