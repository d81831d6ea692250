import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Rng } from "../../../src/core/rng.ts";
import { outcomeOf } from "../../kills/folder.ts";
import { judgeMessage, type Verdict } from "../outcome.ts";
import { root } from "../root.ts";
import type { Killing } from "./preload.ts";

/** What this kind of case is called. */
export const training = "training by the command";

const command = join(root, "dist/src/cli/main.js");
const preload = pathToFileURL(join(root, "dist/test/torture/kills/preload.js")).href;
/** What a run does not keep for itself. */
const observing = ["--observe-every", "3"];
const settings = "--limit 60 --size 8 --width 0.2 --batch 6 --epochs 3 --threads 2 --workers 1 --save-every 0"
  .split(" ")
  .concat(observing);
const hangSeconds = 60;

interface Ended {
  /** null where it had to be killed. */
  readonly code: number | null;
  readonly errors: string;
}

function train(args: readonly string[], killing?: Killing): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, ALEXGRAD_TORTURE_KILLING: JSON.stringify(killing) };
    const nodeArgs = killing === undefined ? [] : ["--import", preload];
    const child = spawn(process.execPath, [...nodeArgs, command, "train", ...args], {
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), 1000 * hangSeconds);
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code: signal === "SIGKILL" ? null : (code ?? 1), errors });
    });
  });
}

/** Trainings by the command, whose threads die at random moments: each must end with the weights of one left alone, or with
 *  a clear error and a checkpoint from which it does. */
export class Trainings implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "alexgrad-torture-"));
  #alone: Promise<string> | undefined;

  async run(seed: number): Promise<Verdict> {
    this.#alone ??= this.#trainAlone();
    const alone = await this.#alone;
    const rng = new Rng(seed).fork("training");
    const folder = join(this.#folder, String(seed));
    const killing = { most: 1 + rng.int(8), within: [10, 50, 200][rng.int(3)], seed, file: `${folder}.killed` };
    const verdict = judgeEnd(await train([...settings, "--out", folder], killing));
    const killed = existsSync(killing.file) ? Number(readFileSync(killing.file, "utf8")) : 0;
    const after = await this.#goOn(verdict, folder);
    const same = after !== null || !existsSync(join(folder, "best.safetensors")) || outcomeOf(folder) === alone;
    rmSync(folder, { recursive: true, force: true });
    return { ...(after ?? (same ? verdict : { outcome: "differs", detail: verdict.detail })), killed };
  }

  /** Ends what ended with a clear error. @returns a verdict where that, or the first one, was no good. */
  async #goOn(verdict: Verdict, folder: string): Promise<Verdict | null> {
    if (verdict.outcome === "right") return null;
    if (verdict.outcome !== "clear error") return verdict;
    if (!existsSync(join(folder, "last.safetensors"))) return null;
    const resumed = judgeEnd(await train(["--resume", folder, ...observing]));
    return resumed.outcome === "right" ? null : { outcome: "nonsense", detail: `resumed: ${resumed.detail}` };
  }

  async #trainAlone(): Promise<string> {
    const folder = join(this.#folder, "alone");
    const { code, errors } = await train([...settings, "--out", folder]);
    if (code !== 0) throw new Error(`a training left alone fails: ${errors}`);
    return outcomeOf(folder);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function judgeEnd({ code, errors }: Ended): Verdict {
  if (code === null) return { outcome: "hang", detail: `more than ${hangSeconds} s` };
  if (/triggerUncaughtException|UnhandledPromise|unhandledRejection/.test(errors)) {
    return { outcome: "unhandled rejection", detail: errors.slice(-400) };
  }
  if (/FATAL ERROR|Aborted/.test(errors)) return { outcome: "crash", detail: errors.slice(0, 400) };
  if (/^\s+at /m.test(errors)) return { outcome: "raw error", detail: errors.slice(-400) };
  const line = errors.indexOf("alexgrad: ");
  if (code === 0) {
    return line < 0
      ? { outcome: "right", detail: "" }
      : { outcome: "nonsense", detail: `exit 0, and ${errors.slice(line)}` };
  }
  return line < 0 ? { outcome: "raw error", detail: errors } : judgeMessage(errors.slice(line).trimEnd(), []);
}
