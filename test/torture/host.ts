import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Job } from "./guest.ts";
import type { Verdict } from "./outcome.ts";
import { root } from "./root.ts";

const built = join(root, "dist/test/torture");
const dying = pathToFileURL(join(built, "kills/dying.js")).href;
/** A guest is stopped at 1 GB, and what it had when it was empty. */
const memoryLimit = 1.25 * 2 ** 30;
const pageBytes = 4096;
const watchEvery = 25;

/** Runs cases in a process of its own, which is replaced when it hangs, dies, or takes too much memory. */
export class Host implements Disposable {
  readonly #hangSeconds: number;
  /** For the guests' temporary files, which they do not always live to remove. */
  readonly #folder = mkdtempSync(join(tmpdir(), "alexgrad-torture-"));
  #guest: ChildProcess | null = null;
  #errors = "";

  /** @param hangSeconds a case that takes longer counts as one that hangs. */
  constructor(hangSeconds: number) {
    this.#hangSeconds = hangSeconds;
  }

  async run(job: Job): Promise<Verdict> {
    this.#guest ??= await this.#start();
    const verdict = await this.#ask(this.#guest, job);
    if (["hang", "memory", "crash", "differs"].includes(verdict.outcome)) this.#stop();
    return verdict;
  }

  [Symbol.dispose](): void {
    this.#stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #stop(): void {
    this.#guest?.kill("SIGKILL");
    this.#guest = null;
  }

  async #start(): Promise<ChildProcess> {
    const execArgv = ["--expose-gc", "--max-old-space-size=1024", "--import", dying];
    const env = { ...process.env, TMPDIR: this.#folder, TEMP: this.#folder };
    const guest = fork(join(built, "guest.js"), {
      execArgv,
      env,
      cwd: this.#folder,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#errors = "";
    guest.stderr!.on("data", (chunk) => {
      this.#errors = (this.#errors + chunk).slice(-8000);
    });
    await Promise.race([once(guest, "message"), once(guest, "exit")]);
    if (guest.exitCode !== null) throw new Error(`the guest does not start: ${this.#errors}`);
    return guest;
  }

  #ask(guest: ChildProcess, job: Job): Promise<Verdict> {
    return new Promise((resolve) => {
      const started = performance.now();
      const end = (verdict: Verdict) => {
        clearInterval(watch);
        guest.off("message", end).off("exit", died);
        resolve(verdict);
      };
      const died = (code: number | null, signal: string | null) =>
        end({
          outcome: "crash",
          detail: `${signal ?? code}: ${/FATAL ERROR.*/.exec(this.#errors)?.[0] ?? this.#errors}`,
        });
      const watch = setInterval(() => {
        const bytes = residentBytes(guest.pid!);
        if (bytes > memoryLimit) end({ outcome: "memory", detail: `${Math.round(bytes / 2 ** 20)} MiB, and stopped` });
        else if (performance.now() - started > 1000 * this.#hangSeconds) {
          end({ outcome: "hang", detail: `more than ${this.#hangSeconds} s` });
        }
      }, watchEvery);
      guest.once("message", end).once("exit", died);
      guest.send(job);
    });
  }
}

/** 0 where the system does not tell; the guest then tells its peak itself, at the end of a case. */
function residentBytes(pid: number): number {
  try {
    return pageBytes * Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  } catch {
    return 0;
  }
}
