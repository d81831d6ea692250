import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a training left in its folder: the weights, and all that was logged but times. */
export function outcomeOf(folder: string): string {
  const log = readFileSync(join(folder, "metrics.jsonl"), "utf8").replace(/"(seconds|imagesPerSecond)":[^,}]*/g, "");
  return log + readFileSync(join(folder, "best.safetensors"), "base64");
}
