import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { counted } from "../src/core/counted.ts";
import type { Contender } from "./engine/contender.ts";
import { type Expected, give } from "./given.node.ts";
import type { PeerTask } from "./workloads/lab.ts";

const folder = new URL(import.meta.url.includes("/dist/") ? "../../bench/peers/" : "./peers/", import.meta.url);

export interface PeerOptions {
  readonly threads: number;
  /** Images; 1 where the task has none. */
  readonly batch?: number;
  /** Milliseconds that it may take to load, and again to prepare the task. Default: 120,000. */
  readonly patience?: number;
  /** Milliseconds that it may take to end. Default: 10,000. */
  readonly farewell?: number;
}

/** Milliseconds that a round or a check may take: tfjs's plain loops need minutes for a training step, and several times that on a busy machine. */
const longestRound = 1_800_000;

/** Starts a library of bench/peers on a task; null, with the reason on stderr, if it is not installed or cannot do it.
 *  It computes from the same values as we do, and its check compares what it makes of them with ours. */
export async function startPeer(
  file: string,
  task: PeerTask,
  { threads, batch = 1, patience = 120_000, farewell = 10_000 }: PeerOptions,
): Promise<Contender | null> {
  const script = fileURLToPath(new URL(file, folder));
  const command = file.endsWith(".py") ? (process.env.PYTHON ?? "/usr/bin/python3") : process.execPath;
  const skip = (reason: string) => {
    process.stderr.write(`skipped ${file} ${task}: ${reason}\n`);
    return null;
  };
  const isPath = command.includes("/");
  const absent = [script, ...(isPath ? [command] : [])].find((path) => !existsSync(path));
  if (absent !== undefined) return skip(`${absent} is not there`);
  process.stderr.write(`starting ${file} ${task}\n`);
  const args = [script, task, "--threads", `${threads}`, "--batch", `${batch}`];
  const peer = new PeerProcess(`${file} ${task}`, command, args, farewell);
  try {
    const hello = await peer.answer<{ peer: string } | { unsupported: string }>(patience);
    if ("unsupported" in hello) {
      await peer.end();
      return skip(hello.unsupported);
    }
    const { path, expected } = await give(task, batch);
    const ready = await peer.ask<{ threads: number }>(`given ${path}`, patience);
    return contender(peer, { device: hello.peer, threads: ready.threads }, expected);
  } catch (error) {
    await peer.end();
    if (!(error instanceof PeerError)) throw error;
    return skip(`${error.message}; see bench/peers/README.md`);
  }
}

function contender(peer: PeerProcess, facts: { device: string; threads: number }, expected: Expected): Contender {
  const name = `${facts.device}, ${counted(facts.threads, "thread")}`;
  return {
    name,
    facts: () => facts,
    run: async () => (await peer.ask<{ ms: number }>("go", longestRound)).ms,
    async check() {
      const { output } = await peer.ask<{ output: string }>("check", longestRound);
      const bytes = Uint8Array.from(Buffer.from(output, "base64"));
      return compare(name, new Float32Array(bytes.buffer), expected);
    },
    close: () => peer.end(),
  };
}

/** A peer that did not answer. */
class PeerError extends Error {}

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

/** A process that says a line of JSON when it is there, and one for each line that it is sent. */
class PeerProcess {
  readonly #name: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<void>;
  readonly #farewell: number;
  #complaints = "";

  constructor(name: string, command: string, args: readonly string[], farewell: number) {
    this.#name = name;
    this.#farewell = farewell;
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#ended = new Promise((resolve) => {
      child.once("close", () => resolve());
      child.once("error", ({ message }) => {
        this.#complaints = message;
        resolve();
      });
    });
    child.stdin.on("error", () => {}); // It has ended, as the lack of an answer says.
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaints = `${this.#complaints}${text}`.slice(-10_000);
    });
  }

  ask<T>(line: string, patience: number): Promise<T> {
    this.#child.stdin.write(`${line}\n`);
    return this.answer(patience);
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
    if (!answer.done) return this.#read<T>(answer.value);
    await this.#ended;
    throw this.#failure(isLate ? `none within ${patience / 1000} s` : `its end${this.#reason}`);
  }

  #read<T>(line: string): T {
    try {
      return JSON.parse(line);
    } catch {
      throw this.#failure(line);
    }
  }

  #failure(got: string): PeerError {
    return new PeerError(`${this.#name}: expected an answer; got ${got}`);
  }

  /** Tells it to end, and kills it if it does not. */
  async end(): Promise<void> {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), this.#farewell);
    await this.#ended;
    clearTimeout(timer);
  }

  /** What it said of an error, or last. */
  get #reason(): string {
    const lines = this.#complaints.trim().split("\n");
    const line = lines.findLast((each) => /^\w*Error/.test(each)) ?? lines.at(-1);
    return line ? ` (${line.trim()})` : "";
  }
}
