import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { AlexgradError, FormatError } from "../core/errors.ts";
import type { State } from "../core/state.ts";
import type { ChannelStatistics } from "../data/statistics.ts";
import { loadSafetensors, saveSafetensors, writeFileAtomic } from "../io/files.node.ts";

/** All that it takes to build the trained network again and to feed it. */
export interface RunConfig {
  readonly version: string;
  readonly model: string;
  /** [c, h, w] */
  readonly input: readonly number[];
  readonly classes: readonly string[];
  readonly statistics: ChannelStatistics;
  /** Flags of the training command. */
  readonly training: Readonly<Record<string, unknown>>;
}

const files = { config: "config.json", metrics: "metrics.jsonl", weights: "weights.safetensors" };

/** A training run's folder: config.json, metrics.jsonl (one line per event) and weights.safetensors. */
export class Run {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Starts a run in a new or empty folder. @throws AlexgradError as `checkRunFolder`, or if it cannot be written. */
  static async create(folder: string, config: RunConfig): Promise<Run> {
    checkRunFolder(folder);
    makeFolder(folder);
    const text = `${JSON.stringify(config, null, 2)}\n`;
    await writeFileAtomic(join(folder, files.config), new TextEncoder().encode(text));
    return new Run(folder);
  }

  async log(event: object): Promise<void> {
    await appendFile(join(this.folder, files.metrics), `${JSON.stringify(event)}\n`);
  }

  async saveWeights(state: State): Promise<void> {
    await saveSafetensors(join(this.folder, files.weights), state);
  }
}

/** Whether a run may start there, before the work of preparing it.
 *  @throws AlexgradError unless the folder is empty, or may be made. */
export function checkRunFolder(folder: string): void {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory() && readdirSync(folder).length === 0) return;
    throw new AlexgradError(`${folder}: expected a new or empty folder, so that no earlier run is lost`);
  }
  let parent = dirname(resolve(folder));
  while (!existsSync(parent)) parent = dirname(parent);
  if (!statSync(parent).isDirectory()) throw new AlexgradError(`${folder}: cannot be made: ${parent} is no folder`);
}

/** Level by level: Node's own recursive mode never ends where a file system refuses new folders as missing (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(resolve(folder)));
  try {
    mkdirSync(folder);
  } catch (cause) {
    throw new AlexgradError(`${folder}: cannot be made: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** Reads what a finished run left. @throws FormatError if it is not there or damaged. */
export async function readRun(folder: string): Promise<{ config: RunConfig; weights: State }> {
  const [configFile, weightsFile] = [join(folder, files.config), join(folder, files.weights)];
  for (const file of [configFile, weightsFile]) {
    if (!existsSync(file)) throw new FormatError(file, "does not exist; expected the folder of a finished run");
  }
  const config = parseConfig(configFile, await readFile(configFile, "utf8"));
  const { tensors } = await loadSafetensors(weightsFile);
  return { config, weights: Object.fromEntries(tensors) };
}

function parseConfig(file: string, text: string): RunConfig {
  let config: Partial<RunConfig> | null;
  try {
    config = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(file, "is not JSON", { cause });
  }
  const { model, input, classes, statistics } = config ?? {};
  const isList = (value: unknown, length: number | undefined, isItem: (item: unknown) => boolean) =>
    Array.isArray(value) && value.length === length && value.every(isItem);
  const isComplete =
    typeof model === "string" &&
    isList(input, 3, (item) => Number.isSafeInteger(item) && Number(item) >= 1) &&
    isList(classes, classes?.length, (item) => typeof item === "string") &&
    isList(statistics?.mean, input?.[0], Number.isFinite) &&
    isList(statistics?.std, input?.[0], (item) => Number.isFinite(item) && Number(item) > 0);
  if (!isComplete) throw new FormatError(file, "expected model, input, classes and statistics of a run");
  return config as RunConfig;
}
