import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { Rng } from "../../../src/core/rng.ts";
import { Killer } from "./killer.ts";

/** The JSON in the variable ALEXGRAD_TORTURE_KILLING. */
export interface Killing {
  readonly most: number;
  /** Milliseconds from one kill to the next, at most. */
  readonly within: number;
  readonly seed: number;
  /** How many it were is written there, when the process ends. */
  readonly file: string;
}

// Preloaded, kills threads of any process.
const settings = process.env.ALEXGRAD_TORTURE_KILLING;
if (isMainThread && settings !== undefined) {
  const { most, within, seed, file } = JSON.parse(settings) as Killing;
  const killer = new Killer(new Rng(seed));
  killer.start(most, within);
  process.on("exit", () => writeFileSync(file, String(killer.killed)));
}
