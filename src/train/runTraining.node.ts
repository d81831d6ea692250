import { AlexgradError } from "../core/errors.ts";
import { callback, instanceOf, kind, nullable, number } from "../core/kinds.ts";
import { checkNumber, checkOptions, checkRequired, type Kinds } from "../core/options.ts";
import type { State } from "../core/state.ts";
import { type Progress, progressCheck } from "./checkpoint.ts";
import { isBetter } from "./evaluate.ts";
import { type Run, runKind } from "./run.node.ts";
import { type EpochEvent, type StepEvent, Trainer } from "./train.ts";

/** Which run is trained, and how often it is saved. */
export interface RunTrainingOptions {
  /** Created or resumed. */
  readonly run: Run;
  /** At its start, or where the run's checkpoint left off. */
  readonly trainer: Trainer;
  /** What an earlier process left, as `Run.resume` gives it. Default: null, a new run. */
  readonly progress?: Progress | null;
  /** Seconds between checkpoints, which are written after each epoch too. Default: 60. */
  readonly saveEvery?: number;
  /** Asked after every step: whether to save and stop. Default: never. */
  readonly shouldStop?: () => boolean;
  /** Called after every step and epoch. Default: nothing is called. */
  readonly onEvent?: (event: StepEvent | EpochEvent, best: Progress["best"]) => void;
}

const runTrainingOptions: Kinds<RunTrainingOptions> = {
  run: runKind,
  trainer: instanceOf("a Trainer", Trainer),
  progress: nullable(kind("a run's progress", (value): value is Progress => progressCheck(value, "") === null)),
  saveEvery: number,
  shouldStop: callback<() => boolean>(),
  onEvent: callback<NonNullable<RunTrainingOptions["onEvent"]>>(),
};

/** Why a training ended. */
export type Outcome = "done" | "stopped early" | "interrupted";

/** Trains to the end, and leaves in the run's folder every event, a checkpoint to go on from, and the best weights.
 *  @returns why it ended, and which epoch was the best.
 *  @throws AlexgradError if the loss stops being finite or a file cannot be written: what was saved last stays; OptionError
 *  for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { defaultDevice, Flatten, Linear, Rng, Sequential, SGD } from "alexgrad";
 *  import { builtin, Loader } from "alexgrad/data";
 *  import { Run, runTraining, Trainer } from "alexgrad/train";
 *
 *  const model = new Sequential([new Flatten(), new Linear(3 * 32 * 32, 10)]);
 *  const optimizer = new SGD(model.parameters(), { lr: 0.01 });
 *  const train = new Loader(builtin({ count: 40 }), { batchSize: 20 });
 *  const device = defaultDevice();
 *  const trainer = new Trainer({ model, optimizer, device, train, validation: null, epochs: 2, rng: new Rng(0) });
 *  using run = await Run.open("runs/mine");
 *  await run.lock();
 *  console.log((await runTraining({ run, trainer })).outcome); // done
 *  ``` */
export async function runTraining(options: RunTrainingOptions): Promise<{ outcome: Outcome; best: Progress["best"] }> {
  checkOptions("runTraining", options, runTrainingOptions);
  checkRequired("runTraining", options, runTrainingOptions, "run", "trainer");
  const { run, trainer, saveEvery = 60, shouldStop = () => false, onEvent = () => {} } = options;
  checkNumber("runTraining", "saveEvery", saveEvery, 0);
  const { patience } = run.config.recipe;
  let best = options.progress?.best ?? null;
  let saved = performance.now();
  const save = async () => {
    const state = await trainer.state();
    checkFinite(state.tensors);
    await run.saveCheckpoint({ state, progress: { best, metricsBytes: run.metricsBytes } });
    saved = performance.now();
  };
  // Found out before the first step: whether there is room and permission.
  if (!options.progress) await save();
  const isSpent = (epochs: number) => patience !== null && best !== null && epochs - best.epoch >= patience;
  if (isSpent(trainer.position.epoch - 1)) return { outcome: "stopped early", best };
  for await (const event of trainer.run()) {
    await run.log(event);
    if (event.event === "layers") continue;
    if (event.event === "epoch") {
      if (isBetter(event.validation, best)) {
        const weights = await trainer.weights();
        checkFinite(weights);
        await run.saveBest(weights);
        const { top1 = 0, loss = null } = event.validation ?? {};
        best = { epoch: event.epoch, top1, loss: Number.isFinite(loss) ? loss : null };
      }
      await save();
    }
    onEvent(event, best);
    if (event.event === "epoch" && isSpent(event.epoch)) return { outcome: "stopped early", best };
    if (shouldStop()) {
      await save();
      return { outcome: "interrupted", best };
    }
    if (performance.now() - saved > 1000 * saveEvery) await save();
  }
  return { outcome: "done", best };
}

function checkFinite(state: State): void {
  for (const [name, { data }] of Object.entries(state)) {
    const wrong = data.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new AlexgradError(`train: ${name} has become ${data[wrong]}; nothing is saved of it`);
  }
}
