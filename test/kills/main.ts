import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { formatDuration } from "../../src/cli/format.ts";
import { Progress } from "../../src/cli/progress.ts";
import { Rng } from "../../src/index.ts";
import { decodeCheckpoint } from "../train/checkpointBytes.ts";
import { outcomeOf } from "./folder.ts";

const help = `npm run kills -- [--kills N] [--seed S] [--threads N] [--json]

Kills a training (SIGKILL) N times at random moments (default 50), reads its checkpoint after each kill, goes on from it, and
compares what comes of it with the same training left alone.`;

const command = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));
/** Batches of an epoch. */
const batches = 14;
/** A process lives so long at most; a third of it, or less, goes by before its first step. */
const longestLife = 2500;

/** Runs the command to its end, or kills it after some milliseconds. @returns the exit code; null if it was killed. */
function run(args: readonly string[], milliseconds?: number): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, "train", ...args], { stdio: "ignore" });
    const timer = milliseconds === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), milliseconds);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

/** The step of the checkpoint; null before the first one is written. @throws FormatError if it cannot be read. */
function readStep(folder: string): number | null {
  const file = join(folder, "last.safetensors");
  return existsSync(file) ? decodeCheckpoint(readFileSync(file), file).state.position.step : null;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "50" },
      seed: { type: "string", default: "0" },
      threads: { type: "string", default: "2" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [kills, seed, threads] = [values.kills, values.seed, values.threads].map(Number) as [number, number, number];
  if (values.help || ![kills, seed, threads].every((n) => Number.isSafeInteger(n) && n >= 0) || kills < 1) {
    process.stdout.write(`${help}\n`);
    return values.help ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), "alexgrad-kills-"));
  const [alone, killed] = [join(folder, "alone"), join(folder, "killed")];
  const size = ["--limit", "300", "--batch", "20", "--epochs", String(6 * kills), "--save-every", "0"];
  const started = performance.now();
  const progress = new Progress();
  const rng = new Rng(seed);
  const steps: (number | null)[] = [];
  try {
    progress.line("a training left alone");
    await run([...size, "--threads", String(threads), "--out", alone]);
    for (let kill = 1; kill <= kills; kill++) {
      if (steps.at(-1) == null) rmSync(killed, { recursive: true, force: true });
      const milliseconds = rng.int(longestLife);
      const code = await run(steps.at(-1) == null ? [...size, "--out", killed] : ["--resume", killed], milliseconds);
      if (code !== null) throw new Error(`kill ${kill}: the command ended by itself, with code ${code}`);
      steps.push(readStep(killed));
      progress.line(`kill ${kill}/${kills} after ${milliseconds} ms: ${describeStep(steps.at(-1)!)}`);
    }
    await run(steps.at(-1) == null ? [...size, "--out", killed] : ["--resume", killed]);
    const same = outcomeOf(killed) === outcomeOf(alone);
    const seconds = (performance.now() - started) / 1000;
    const withCheckpoint = steps.filter((step) => step !== null).length;
    const text = `${kills} kills; ${withCheckpoint} left a checkpoint, and each could be read; the end is ${same ? "the same, bit for bit" : "ANOTHER"} (${formatDuration(1000 * seconds)})`;
    process.stdout.write(`${values.json ? JSON.stringify({ kills, withCheckpoint, same, seconds }) : text}\n`);
    return same ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describeStep(step: number | null): string {
  return step === null ? "no checkpoint yet" : `a checkpoint of epoch ${Math.floor(step / batches) + 1}, step ${step}`;
}

process.exitCode = await main();
