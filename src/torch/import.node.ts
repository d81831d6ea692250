import { join } from "node:path";
import { FormatError } from "../core/errors.ts";
import { Rng } from "../core/rng.ts";
import type { State } from "../core/state.ts";
import type { Device } from "../devices/device.ts";
import { recipeModel, recipeOptimizer } from "../train/build.ts";
import { type Checkpoint, unpackCheckpoint } from "../train/checkpoint.ts";
import { checkFinite } from "../train/finite.ts";
import { writeReport } from "../train/report/writeReport.node.ts";
import { loadSealed, naming, Run } from "../train/run.node.ts";
import { type TrainEvent, unprefixed } from "../train/train.ts";

/** What came back. */
export interface Imported {
  readonly run: string;
  readonly epochs: number;
  readonly steps: number;
  readonly best: Checkpoint["progress"]["best"];
  /** Whether the optimizer starts without what it had gathered, as the file has nothing of it. */
  readonly fromZero: boolean;
}

/** Makes a run of a folder that `exportTorch` wrote and PyTorch trained on, to be evaluated, visualized and resumed.
 *  @throws FormatError if something of it is missing or damaged, or does not fit the network; AlexgradError unless `out` is a
 *  new or empty folder. */
export async function importTorch(folder: string, out: string, device: Device): Promise<Imported> {
  using source = await Run.open(folder);
  const path = join(folder, "last.safetensors");
  const file = await loadSealed(path, true);
  const tensors = new Map([...file.tensors].filter(([name]) => isOurs(name)));
  checkFinite(path, tensors);
  const { torch = "PyTorch" } = file.metadata;
  const config = { ...source.config, machine: { ...source.config.machine, torch } };
  const { state, progress } = unpackCheckpoint({ ...file, tensors }, path, config);
  const { fromZero, optimizer } = await checkFit(source, { state, progress }, path, device);
  const best = onlyOurs(await source.best());
  const events = (await source.events()).filter((event) => isBefore(event, state.position));
  const metrics = events.map((event) => `${JSON.stringify(event)}\n`).join("");

  using run = await Run.create(out, config, source.statistics);
  await run.write("metrics.jsonl", metrics);
  await run.saveBest(best);
  await run.saveCheckpoint({
    state: { ...state, optimizer },
    progress: { ...progress, metricsBytes: Buffer.byteLength(metrics) },
  });
  await writeReport(run, null);
  const { epoch, step } = state.position;
  return { run: out, epochs: epoch - 1, steps: step, best: progress.best, fromZero };
}

/** PyTorch counts the batches of batch normalization; nothing here needs it. */
const isOurs = (name: string) => !name.endsWith(".num_batches_tracked");

function onlyOurs(state: State): State {
  return Object.fromEntries(Object.entries(state).filter(([name]) => isOurs(name)));
}

/** A process that was killed may have told more than it saved. */
function isBefore({ event, epoch, step }: TrainEvent, position: Checkpoint["state"]["position"]): boolean {
  return event === "epoch" ? epoch < position.epoch : step <= position.step;
}

/** @throws FormatError unless the state is that of the run's network and optimizer. */
async function checkFit({ config }: Run, { state }: Checkpoint, path: string, device: Device) {
  const { recipe, input, classes, seed } = config;
  const task = { input, classes: classes.length };
  const model = recipeModel(recipe, task, { device, rng: new Rng(seed), skipInit: true });
  const own = recipeOptimizer(recipe, task, model);
  try {
    naming(path, () => model.load(unprefixed("model", state.tensors)));
    const buffers = unprefixed("optimizer", state.tensors);
    const needed = recipe.optimizer.name !== "sgd" || recipe.optimizer.momentum !== 0;
    const fromZero = needed && Object.keys(buffers).length === 0 && state.optimizer.steps.some((steps) => steps > 0);
    const optimizer = fromZero ? { ...state.optimizer, steps: state.optimizer.steps.map(() => 0) } : state.optimizer;
    naming(path, () => own.load({ ...optimizer, buffers }));
    if (recipe.averaging !== null && Object.keys(unprefixed("average", state.tensors)).length === 0) {
      throw new FormatError(path, "expected the weights' averages, average.…");
    }
    return { fromZero, optimizer };
  } finally {
    own.dispose();
    model.dispose();
  }
}
