import { spreadOf } from "../../bench/engine/statistics.ts";
import { formatShare, formatTime } from "../../bench/report/format.ts";
import { grad } from "../core/backward.ts";
import { counted } from "../core/counted.ts";
import { Rng } from "../core/rng.ts";
import { formatCount, ruledTable } from "../core/ruledTable.ts";
import { scope } from "../core/scope.ts";
import type { Tensor } from "../core/tensor.ts";
import { ones, randn } from "../create.ts";
import type { Device } from "../devices/device.ts";
import { buildModel, type Summary, summarize, type TableOptions } from "../models/index.ts";
import type { ModelName } from "../models/models.ts";
import type { Module } from "../nn/module.ts";
import { crossEntropy } from "../ops/index.ts";

/** Rounds that count, behind one that warms up. */
const rounds = 5;

/** Milliseconds, medians of the rounds. */
export interface PassTime {
  readonly forwardMs: number;
  readonly backwardMs: number;
}

export interface TimedSummary extends Summary {
  readonly time: {
    readonly batch: number;
    readonly rounds: number;
    /** Each layer by itself, in the summary's order. */
    readonly layers: readonly ({ readonly name: string } & PassTime)[];
    readonly sum: PassTime;
    /** All layers at once, with the loss. */
    readonly step: PassTime;
  };
}

/** Runs each layer of a network forward and backward by itself, on what the one before made of noise, then all at once; waits
 *  for the device after each pass. The first layer has no gradient by the images, as in training.
 *  @param show told how many passes of how many are done. */
export async function timeLayers(
  model: ModelName,
  options: TableOptions,
  device: Device,
  batch: number,
  show: (done: number, total: number) => void,
): Promise<TimedSummary> {
  const summary = summarize(model, options);
  const rng = new Rng(0);
  using network = buildModel(model, { ...options, device, rng });
  const modules = network.namedModules();
  const layers = summary.layers.map(({ key }) => modules.get(key)!);
  const images = randn([batch, ...summary.input], { device, rng });
  const inputs = [images];
  for (const layer of layers.slice(0, -1)) {
    const x = scope(() => layer.forward(inputs.at(-1)!).detach());
    x.requiresGrad = true;
    inputs.push(x);
  }
  const all = [...layers.map((layer, i) => ofLayer(layer, inputs[i], device)), ofStep(network, images, device)];
  const times: PassTime[][] = all.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, time] of all.entries()) {
      show(round * all.length + i, (rounds + 1) * all.length);
      const passes = await time();
      if (round > 0) times[i].push(passes);
    }
  }
  for (const tensor of inputs) tensor.dispose();
  const medians = times.map(medianOf);
  const timed = summary.layers.map(({ name }, i) => ({ name, ...medians[i] }));
  const sum = (of: keyof PassTime) => timed.reduce((total, layer) => total + layer[of], 0);
  const time = {
    batch,
    rounds,
    layers: timed,
    sum: { forwardMs: sum("forwardMs"), backwardMs: sum("backwardMs") },
    step: medians.at(-1)!,
  };
  return { ...summary, time };
}

function medianOf(passes: readonly PassTime[]): PassTime {
  const of = (pass: keyof PassTime) => spreadOf(passes.map((each) => each[pass])).median;
  return { forwardMs: of("forwardMs"), backwardMs: of("backwardMs") };
}

const ofLayer = (layer: Module, x: Tensor, device: Device) => () => {
  const wanted = [...(x.requiresGrad ? [x] : []), ...layer.parameters()];
  return timed(
    device,
    () => layer.forward(x),
    (y) => grad(y, wanted, { gradOutputs: [ones(y.shape, { device })] }),
  );
};

const ofStep = (network: Module, images: Tensor, device: Device) => () => {
  const labels = new Array<number>(images.shape[0]).fill(0);
  return timed(
    device,
    () => crossEntropy(network.forward(images), labels),
    (loss) => grad(loss, network.parameters()),
  );
};

async function timed(device: Device, forward: () => Tensor, backward: (y: Tensor) => unknown): Promise<PassTime> {
  const start = performance.now();
  const y = scope(forward);
  await device.sync();
  const middle = performance.now();
  scope(() => void (y.requiresGrad && backward(y)));
  await device.sync();
  const end = performance.now();
  y.dispose();
  return { forwardMs: middle - start, backwardMs: end - middle };
}

const headings = ["layer", "kind", "forward", "backward", "time", "MACs", "parameters"];

/** Each layer's share of the time beside its share of multiplications and parameters.
 *  @param on the device, in words. */
export function formatTimes({ name, input, layers, totals, time }: TimedSummary, on: string): string {
  const { batch, sum, step } = time;
  const whole = sum.forwardMs + sum.backwardMs;
  const share = (part: number, of: number) => (part === 0 ? "" : formatShare(part / of));
  const rows = layers.map(({ name, kind, macs, parameters }, i) => {
    const { forwardMs, backwardMs } = time.layers[i];
    return [
      name,
      kind,
      formatTime(forwardMs),
      formatTime(backwardMs),
      share(forwardMs + backwardMs, whole),
      share(macs, totals.macs),
      share(parameters, totals.parameters),
    ];
  });
  const total = [
    "sum",
    "",
    formatTime(sum.forwardMs),
    formatTime(sum.backwardMs),
    "",
    formatCount(totals.macs),
    formatCount(totals.parameters),
  ];
  return [
    `${name}: ${counted(batch, "image")} of ${input.join("×")}, on ${on}`,
    "",
    ruledTable(headings, rows, total, 2),
    "",
    `Medians of ${time.rounds} rounds, each layer by itself. All at once, with the loss: ${formatTime(step.forwardMs)} forward,`,
    `${formatTime(step.backwardMs)} backward, without the optimizer's step.`,
  ].join("\n");
}
