import { constants, lstatSync, readdirSync, rmSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe } from "../core/describe.ts";
import { AlexgradError, ArgumentError, FormatError } from "../core/errors.ts";
import { boolean, callback, instanceOf, kind, record, text } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { type State, stateKind } from "../core/state.ts";
import { checkStatistics, type Statistics } from "../data/statistics.ts";
import { checkValue } from "../io/check.ts";
import type { Safetensors } from "../io/decode.ts";
import { openFileSource } from "../io/fileSource.node.ts";
import { checkNewFolder, makeFolder, writeFileAtomic, writing } from "../io/files.node.ts";
import { Lock } from "../io/lock.node.ts";
import { readText, withFile } from "../io/open.node.ts";
import { saveSafetensors } from "../io/safetensors.node.ts";
import { SafetensorsFile } from "../io/safetensorsFile.ts";
import { type Module, moduleKind } from "../nn/module.ts";
import { type Checkpoint, checkpointCheck, packCheckpoint, unpackCheckpoint } from "./checkpoint.ts";
import { checkFinite } from "./finite.ts";
import { lastLineEnd, readEvents } from "./metrics.node.ts";
import { configCheck, type RunConfig, readRunConfig } from "./runConfig.ts";
import { checkInput, checkNeeds, checkNetwork } from "./runPipeline.ts";
import { checkSeal, seal } from "./seal.node.ts";
import { decodeStatistics, encodeStatistics } from "./statisticsFile.ts";
import { type TrainEvent, Trainer, unprefixed } from "./train.ts";

const files = {
  config: "config.json",
  metrics: "metrics.jsonl",
  statistics: "statistics.safetensors",
  last: "last.safetensors",
  best: "best.safetensors",
  lock: ".lock",
};

const MOST_CONFIG_BYTES = 2 ** 20;

interface WeightsOptions {
  /** Whether weights that are NaN or infinite are taken too. Default: false. */
  readonly allowNonFinite?: boolean;
}

/** A training run's folder: config.json, statistics.safetensors (the training images'), metrics.jsonl (one line per
 *  event), last.safetensors (to go on from), best.safetensors (the weights of the best epoch, as PyTorch names them).
 *  Nothing in it is trusted: links are not followed, and every field is checked when it is read. Whoever writes holds its
 *  lock, until the run is closed.
 *
 *  @example
 *  ```ts
 *  import { Run } from "alexgrad/train";
 *
 *  using run = await Run.open("runs/mine");
 *  console.log(run.config.recipe.name, Object.keys(await run.best()).length); // default 16
 *  ``` */
export class Run implements Disposable {
  /** Where its files lie. */
  readonly folder: string;
  /** What the pipeline needs to know of the training images. */
  readonly statistics: Statistics;
  #config: RunConfig;
  #metricsBytes = 0;
  #lock: Lock | null = null;

  private constructor(folder: string, config: RunConfig, statistics: Statistics) {
    this.folder = folder;
    this.#config = config;
    this.statistics = statistics;
  }

  /** Starts a run in a new or empty folder, and locks it.
   *  @throws AlexgradError as `checkNewFolder` and `lock`, or if it cannot be written. */
  static async create(folder: string, config: RunConfig, statistics: Statistics): Promise<Run> {
    checkArgument("Run.create", "folder", folder, folderName);
    checkValue("Run.create", "config", config, configCheck);
    checkStatistics("Run.create", "statistics", statistics);
    checkNewFolder(folder, files.lock);
    makeFolder(folder);
    const run = new Run(folder, config, statistics);
    await run.lock();
    try {
      // Another process may have come and gone since the first look.
      checkNewFolder(folder, files.lock);
      await run.#writeConfig(config);
      await run.#save("statistics", encodeStatistics(statistics));
    } catch (error) {
      run.close();
      throw error;
    }
    return run;
  }

  /** A run that was started before, to read from. `lock` it to go on with it.
   *  @throws FormatError if it is not there or damaged. */
  static async open(folder: string): Promise<Run> {
    checkArgument("Run.open", "folder", folder, text);
    const file = join(folder, files.config);
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) {
      throw new FormatError(file, "does not exist; expected the folder of a training run");
    }
    const config = readRunConfig(await readText(file, MOST_CONFIG_BYTES), file);
    const tensors = join(folder, files.statistics);
    const statistics = decodeStatistics((await loadSealed(tensors)).tensors, tensors, config.stored);
    naming(tensors, () => checkNeeds(config, statistics));
    naming(file, () => checkInput(config, statistics));
    naming(file, () => checkNetwork(config));
    return new Run(folder, config, statistics);
  }

  /** Keeps other processes from writing, until `close`. A run that is locked already stays so.
   *  @param onTakenOver is told in a line that a lock was left by a process which no longer runs.
   *  @throws AlexgradError if another process holds the lock; WriteError if it cannot be written. */
  async lock(onTakenOver?: (line: string) => void): Promise<void> {
    if (onTakenOver !== undefined) checkArgument("Run.lock", "onTakenOver", onTakenOver, callback());
    this.#lock ??= await Lock.take(this.#path("lock"), onTakenOver);
  }

  /** Gives the lock back. */
  close(): void {
    this.#lock?.[Symbol.dispose]();
    this.#lock = null;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** All that it takes to build the network again and to feed it. */
  get config(): RunConfig {
    return this.#config;
  }

  /** Keeps other settings for the run to go on with: more epochs, or images in another place.
   *  @throws AlexgradError unless it holds the lock; WriteError if it cannot be written. */
  async configure(config: RunConfig): Promise<void> {
    checkValue("Run.configure", "config", config, configCheck);
    this.#requireLock();
    await this.#writeConfig(config);
    this.#config = config;
  }

  /** Bytes of metrics so far. */
  get metricsBytes(): number {
    return this.#metricsBytes;
  }

  /** Adds a line to its metrics. @throws AlexgradError unless it holds the lock; WriteError if it cannot be written;
   *  FormatError if the file has another name too. */
  async log(event: object): Promise<void> {
    checkArgument("Run.log", "event", event, record);
    this.#requireLock();
    const line = `${toJson(event)}\n`;
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
    await this.#withMetrics(flags, (file) => writing(this.#path("metrics"), file.appendFile(line)));
    this.#metricsBytes += Buffer.byteLength(line);
  }

  /** Everything that was logged. @throws FormatError that names the line which is damaged. */
  async events(): Promise<TrainEvent[]> {
    const path = this.#path("metrics");
    return withFile(path, (file, { size }) => readEvents(file, path, size));
  }

  /** Keeps where the training stands, in place of the checkpoint before.
   *  @throws AlexgradError unless it holds the lock; WriteError if it cannot be written. */
  async saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
    checkValue("Run.saveCheckpoint", "checkpoint", checkpoint, checkpointCheck);
    this.#requireLock();
    const { tensors, metadata } = packCheckpoint(checkpoint);
    await this.#save("last", tensors, metadata);
  }

  /** The last checkpoint, of a run that is locked from now on. What was logged after it is cut off, and what a killed process
   *  half wrote is cleared away.
   *  @throws AlexgradError as `lock`, FormatError if something is damaged: nothing is changed then. */
  async resume(): Promise<Checkpoint> {
    await this.lock();
    const path = this.#path("last");
    const file = await loadSealed(path);
    checkFinite(path, file.tensors);
    const checkpoint = unpackCheckpoint(file, path, this.config);
    this.#metricsBytes = await this.#cutMetrics(checkpoint.progress.metricsBytes);
    for (const name of readdirSync(this.folder)) {
      if (/^\..*\.tmp$/.test(name)) rmSync(join(this.folder, name), { force: true });
    }
    return checkpoint;
  }

  /** Puts a trainer where a checkpoint of this run left off. @throws FormatError if it is of another training. */
  restore(trainer: Trainer, checkpoint: Checkpoint): void {
    checkArgument("Run.restore", "trainer", trainer, instanceOf("a Trainer", Trainer));
    checkValue("Run.restore", "checkpoint", checkpoint, checkpointCheck);
    const { state } = checkpoint;
    naming(this.#path("last"), () => trainer.load(state));
  }

  /** Keeps the weights of the best epoch. @throws AlexgradError unless it holds the lock; WriteError if they cannot be
   *  written. */
  async saveBest(weights: State): Promise<void> {
    checkArgument("Run.saveBest", "weights", weights, stateKind);
    this.#requireLock();
    await this.#save("best", weights);
  }

  /** The weights of the best epoch; of the last checkpoint, where no epoch has ended yet.
   *  @throws FormatError that names the tensor which is not finite. */
  async best(options?: WeightsOptions): Promise<State> {
    return (await this.#readBest(options)).weights;
  }

  /** Gives a network of this run its best weights. @throws FormatError as `best`, or if they are another network's. */
  async loadBest(model: Module, options?: WeightsOptions): Promise<void> {
    checkArgument("Run.loadBest", "model", model, moduleKind);
    const { path, weights } = await this.#readBest(options);
    naming(path, () => model.load(weights));
  }

  /** Gives a network of this run the weights of a file: one of the run's own, or weights alone.
   *  @throws FormatError as `best`, or if they are another network's. */
  async loadWeights(model: Module, file: string, options?: WeightsOptions): Promise<void> {
    checkArgument("Run.loadWeights", "model", model, moduleKind);
    checkArgument("Run.loadWeights", "file", file, text);
    const weights = await this.#readWeights("Run.loadWeights", file, options);
    naming(file, () => model.load(weights));
  }

  /** Any other file of the folder, whole or not at all. @throws WriteError if it cannot be written. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    checkArgument("Run.write", "name", name, text);
    await writeFileAtomic(join(this.folder, name), content);
  }

  async #writeConfig(config: RunConfig): Promise<void> {
    await this.write(files.config, `${JSON.stringify(config, null, 2)}\n`);
  }

  async #readBest(options?: WeightsOptions) {
    const hasBest = lstatSync(this.#path("best"), { throwIfNoEntry: false }) !== undefined;
    const path = this.#path(hasBest ? "best" : "last");
    return { path, weights: await this.#readWeights("Run.best", path, options) };
  }

  async #readWeights(who: string, path: string, options: WeightsOptions = {}): Promise<State> {
    checkOptions(who, options, { allowNonFinite: boolean });
    const { allowNonFinite = false } = options;
    const isLast = basename(path) === files.last;
    const file = await loadSealed(path, !isLast);
    if (!allowNonFinite) checkFinite(path, file.tensors);
    if (!isLast) return Object.fromEntries(file.tensors);
    return unprefixed("model", unpackCheckpoint(file, path, this.config).state.tensors);
  }

  /** @param size what a checkpoint says that was logged before it; after a power cut it may not all be there.
   *  @returns what is left: whole lines, all of them checked. */
  async #cutMetrics(size: number): Promise<number> {
    const path = this.#path("metrics");
    return this.#withMetrics(constants.O_RDWR | constants.O_CREAT, async (file, logged) => {
      const end = await lastLineEnd(file, path, Math.min(size, logged));
      if (size <= logged && end !== size) {
        throw new FormatError(
          this.#path("last"),
          `progress.metricsBytes: expected where a line of ${files.metrics} ends; got ${size}`,
        );
      }
      await readEvents(file, path, end);
      if (end < logged) await writing(path, file.truncate(end));
      return end;
    });
  }

  /** @throws FormatError if the file is known by another name too, which would be written to as well. */
  #withMetrics<Result>(flags: number, use: (file: FileHandle, size: number) => Promise<Result>): Promise<Result> {
    const path = this.#path("metrics");
    return withFile(
      path,
      (file, { size, nlink }) => {
        if (nlink > 1) throw new FormatError(path, `expected a file with one name; got one with ${nlink} (hard links)`);
        return use(file, size);
      },
      { flags },
    );
  }

  async #save(name: keyof typeof files, tensors: State, metadata?: Readonly<Record<string, string>>): Promise<void> {
    await saveSafetensors(this.#path(name), tensors, seal(tensors, metadata));
  }

  #requireLock(): void {
    if (this.#lock === null) throw new AlexgradError(`${this.folder}: expected a run that was created or resumed`);
  }

  #path(name: keyof typeof files): string {
    return join(this.folder, files[name]);
  }
}

function toJson(event: object): string {
  try {
    return JSON.stringify(event);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new ArgumentError(`Run.log: expected event to be JSON; got ${describe(event)}`, { cause });
  }
}

const folderName = kind("a folder's name", (value): value is string => typeof value === "string" && value !== "");

export const runKind = kind("a Run", (value): value is Run => value instanceof Run);

/** @param isForeign whether the file may be another program's, without our seal. Default: false. */
export async function loadSealed(path: string, isForeign = false): Promise<Safetensors> {
  await using file = await SafetensorsFile.open(await openFileSource(path));
  const content = await file.readAll();
  checkSeal(path, content, isForeign);
  return content;
}

/** Names the file that the state came from. @throws FormatError in place of any error of the library. */
export function naming<Result>(file: string, load: () => Result): Result {
  try {
    return load();
  } catch (cause) {
    if (!(cause instanceof AlexgradError)) throw cause;
    throw new FormatError(file, cause.message, { cause });
  }
}
