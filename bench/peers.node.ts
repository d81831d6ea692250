import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Contender } from "./engine/contender.ts";
import { type Expected, give, type PeerTask } from "./given.node.ts";

const folder = new URL(import.meta.url.includes("/dist/") ? "../../bench/peers/" : "./peers/", import.meta.url);

export interface PeerOptions {
  readonly threads: number;
  /** Images; 1 where the task has none. */
  readonly batch?: number;
  /** Milliseconds until it must be ready. Default: 120,000. */
  readonly patience?: number;
}

/** Milliseconds that a round or a check may take: tfjs's plain loops need minutes for a training step. */
const longestRound = 900_000;

/** Starts a library of bench/peers on a task; null, with the reason on stderr, if it is not installed or cannot do it.
 *  It computes from the same values as we do, and its check compares what it makes of them with ours. */
export async function startPeer(
  file: string,
  task: PeerTask,
  { threads, batch = 1, patience = 120_000 }: PeerOptions,
): Promise<Contender | null> {
  const script = fileURLToPath(new URL(file, folder));
  const command = file.endsWith(".py") ? (process.env.PYTHON ?? "/usr/bin/python3") : process.execPath;
  const skip = (reason: string) => {
    process.stderr.write(`skipped ${file} ${task}: ${reason}\n`);
    return null;
  };
  const absent = [command, script].find((path) => !existsSync(path));
  if (absent !== undefined) return skip(`${absent} is not there`);
  process.stderr.write(`starting ${file} ${task}\n`);
  const { path, expected } = await give(task, batch);
  const request = { threads, batch, given: path };
  const args = Object.entries(request).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const peer = new PeerProcess(`${file} ${task}`, command, [script, task, ...args]);
  try {
    const ready = await peer.answer<{ peer: string; threads: number } | { unsupported: string }>(patience);
    if ("unsupported" in ready) return skip(ready.unsupported);
    return contender(peer, ready, expected);
  } catch (error) {
    await peer.end();
    return skip(`${(error as Error).message}; see bench/peers/README.md`);
  }
}

function contender(peer: PeerProcess, ready: { peer: string; threads: number }, expected: Expected): Contender {
  const name = `${ready.peer}, ${ready.threads} thread${ready.threads === 1 ? "" : "s"}`;
  return {
    name,
    facts: () => ({ device: ready.peer, threads: ready.threads }),
    run: async () => (await peer.ask<{ ms: number }>("go")).ms,
    async check() {
      const bytes = Buffer.from((await peer.ask<{ output: string }>("check")).output, "base64");
      return compare(name, new Float32Array(new Uint8Array(bytes).buffer), expected);
    },
    close: () => peer.end(),
  };
}

/** The largest difference, as a share of what is allowed. */
function compare(name: string, got: Float32Array, { values, allowed }: Expected): number {
  if (got.length !== values.length) throw new Error(`${name}: expected ${values.length} values; got ${got.length}`);
  const shares = Array.from(got, (value, i) => Math.abs(value - values[i]) / allowed[i]);
  const wrong = shares.findIndex((share) => !(share <= 1));
  if (wrong >= 0) {
    throw new Error(`${name}: expected ${values[wrong]} ± ${allowed[wrong]} as value ${wrong}; got ${got[wrong]}`);
  }
  return shares.reduce((most, share) => Math.max(most, share), 0);
}

/** A process that answers each line with a line of JSON. */
class PeerProcess {
  readonly #name: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<void>;
  #complaints = "";

  constructor(name: string, command: string, args: readonly string[]) {
    this.#name = name;
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#ended = new Promise((resolve) => {
      child.once("close", () => resolve());
      child.once("error", () => resolve());
    });
    child.stdin.on("error", () => {}); // It has ended, as the lack of an answer says.
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaints = `${this.#complaints}${text}`.slice(-10_000);
    });
  }

  ask<T>(line: string): Promise<T> {
    this.#child.stdin.write(`${line}\n`);
    return this.answer(longestRound);
  }

  /** @throws if it ends without an answer, or has none after `patience` milliseconds: then it is killed. */
  async answer<T>(patience: number): Promise<T> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#child.kill("SIGKILL");
    }, patience);
    const answer = await this.#answers.next();
    clearTimeout(timer);
    if (!answer.done) return JSON.parse(answer.value);
    await this.#ended;
    const got = isLate ? `none within ${patience / 1000} s` : `its end${this.#reason}`;
    throw new Error(`${this.#name}: expected an answer; got ${got}`);
  }

  async end(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }

  /** What it said of an error, or last. */
  get #reason(): string {
    const lines = this.#complaints.trim().split("\n");
    const line = lines.findLast((each) => /^\w*Error/.test(each)) ?? lines.at(-1);
    return line ? ` (${line.trim()})` : "";
  }
}
