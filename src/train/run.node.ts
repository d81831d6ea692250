import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AlexgradError, FormatError } from "../core/errors.ts";
import type { ChannelStatistics } from "../data/statistics.ts";
import { loadSafetensors, saveSafetensors, writeFileAtomic } from "../io/files.node.ts";
import type { State } from "../nn/state.ts";

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

  /** Starts a run in a new or empty folder. @throws AlexgradError if the folder holds something, or cannot be written. */
  static async create(folder: string, config: RunConfig): Promise<Run> {
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      throw new AlexgradError(`${folder}: expected a new or empty folder, so that no earlier run is lost`);
    }
    try {
      mkdirSync(folder, { recursive: true });
    } catch (cause) {
      throw new AlexgradError(`${folder}: cannot be made: ${cause instanceof Error ? cause.message : cause}`, {
        cause,
      });
    }
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
  const isNumbers = (value: unknown) => Array.isArray(value) && value.every((item) => Number.isFinite(item));
  const isComplete =
    typeof model === "string" &&
    isNumbers(input) &&
    input?.length === 3 &&
    Array.isArray(classes) &&
    isNumbers(statistics?.mean) &&
    isNumbers(statistics?.std);
  if (!isComplete) throw new FormatError(file, "expected model, input, classes and statistics of a run");
  return config as RunConfig;
}
