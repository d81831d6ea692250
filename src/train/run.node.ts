import { existsSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { FormatError } from "../core/errors.ts";
import type { State } from "../core/state.ts";
import type { Statistics } from "../data/statistics.ts";
import {
  checkNewFolder,
  loadSafetensors,
  makeFolder,
  saveSafetensors,
  writeFileAtomic,
  writing,
} from "../io/files.node.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { readRecipe } from "./recipes/read.ts";
import type { RunConfig } from "./runConfig.ts";
import { decodeStatistics, encodeStatistics } from "./statisticsFile.ts";
import { type TrainEvent, unprefixed } from "./train.ts";

const files = {
  config: "config.json",
  metrics: "metrics.jsonl",
  statistics: "statistics.safetensors",
  last: "last.safetensors",
  best: "best.safetensors",
};

/** A training run's folder: config.json, statistics.safetensors (of the training images), metrics.jsonl (one line per
 *  event), last.safetensors (to go on from), best.safetensors (the weights of the best epoch, as PyTorch names them). */
export class Run {
  readonly folder: string;
  readonly config: RunConfig;
  readonly statistics: Statistics;
  #metricsBytes = 0;

  private constructor(folder: string, config: RunConfig, statistics: Statistics) {
    this.folder = folder;
    this.config = config;
    this.statistics = statistics;
  }

  /** Starts a run in a new or empty folder. @throws AlexgradError as `checkNewFolder`, or if it cannot be written. */
  static async create(folder: string, config: RunConfig, statistics: Statistics): Promise<Run> {
    checkNewFolder(folder);
    makeFolder(folder);
    const run = new Run(folder, config, statistics);
    await run.write(files.config, `${JSON.stringify(config, null, 2)}\n`);
    await saveSafetensors(join(folder, files.statistics), encodeStatistics(statistics));
    return run;
  }

  /** A run that was started before. @throws FormatError if it is not there or damaged. */
  static async open(folder: string): Promise<Run> {
    const config = parseConfig(join(folder, files.config), await readText(join(folder, files.config)));
    const { tensors } = await loadSafetensors(existing(join(folder, files.statistics)));
    return new Run(folder, config, decodeStatistics(tensors, join(folder, files.statistics)));
  }

  /** Bytes of metrics so far. */
  get metricsBytes(): number {
    return this.#metricsBytes;
  }

  async log(event: object): Promise<void> {
    const line = `${JSON.stringify(event)}\n`;
    const file = join(this.folder, files.metrics);
    await writing(file, appendFile(file, line));
    this.#metricsBytes += Buffer.byteLength(line);
  }

  async events(): Promise<TrainEvent[]> {
    const file = join(this.folder, files.metrics);
    const lines = (await readText(file)).trimEnd().split("\n");
    return lines.filter((line) => line !== "").map((line) => parseJson(file, line));
  }

  async saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
    await this.write(files.last, encodeCheckpoint(checkpoint));
  }

  /** The last checkpoint. What was logged after it is cut off, and what a killed process half wrote is cleared away. */
  async resume(): Promise<Checkpoint> {
    const checkpoint = await this.#readCheckpoint();
    for (const name of readdirSync(this.folder)) {
      if (/^\..*\.tmp$/.test(name)) rmSync(join(this.folder, name), { force: true });
    }
    const metrics = join(this.folder, files.metrics);
    const logged = existsSync(metrics) ? statSync(metrics).size : 0;
    this.#metricsBytes = Math.min(logged, checkpoint.progress.metricsBytes);
    if (logged > this.#metricsBytes) truncateSync(metrics, this.#metricsBytes);
    return checkpoint;
  }

  async saveBest(weights: State): Promise<void> {
    await saveSafetensors(join(this.folder, files.best), weights);
  }

  /** The weights of the best epoch; of the last checkpoint, where no epoch has ended yet. */
  async best(): Promise<State> {
    const file = join(this.folder, files.best);
    if (existsSync(file)) return Object.fromEntries((await loadSafetensors(file)).tensors);
    const { tensors } = (await this.#readCheckpoint()).state;
    return unprefixed("model", tensors);
  }

  async #readCheckpoint(): Promise<Checkpoint> {
    const file = existing(join(this.folder, files.last));
    return decodeCheckpoint(await readFile(file), file);
  }

  /** Any other file of the folder, whole or not at all. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    await writeFileAtomic(join(this.folder, name), content);
  }
}

function existing(file: string): string {
  if (!existsSync(file)) throw new FormatError(file, "does not exist; expected the folder of a training run");
  return file;
}

function readText(file: string): Promise<string> {
  return readFile(existing(file), "utf8");
}

function parseJson<T>(file: string, text: string): T {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError(file, "is not JSON", { cause });
  }
}

function parseConfig(file: string, text: string): RunConfig {
  const config = parseJson<Partial<RunConfig> | null>(file, text);
  const { stored, input, classes, data, seed } = config ?? {};
  const isShape = (value: unknown) =>
    Array.isArray(value) && value.length === 3 && value.every((size) => Number.isSafeInteger(size) && size >= 1);
  const isComplete =
    isShape(stored) &&
    isShape(input) &&
    Number.isSafeInteger(seed) &&
    Array.isArray(classes) &&
    classes.every((name) => typeof name === "string") &&
    typeof data?.path === "string";
  if (!isComplete) throw new FormatError(file, "expected recipe, stored, input, classes, seed and data of a run");
  return { ...(config as RunConfig), recipe: readRecipe(config?.recipe, file) };
}
