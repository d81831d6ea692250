import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Contender } from "./engine/contender.ts";

const folder = new URL(import.meta.url.includes("/dist/") ? "../../bench/peers/" : "./peers/", import.meta.url);

interface Options {
  readonly threads: number;
  readonly batch?: number;
}

/** Starts a library of bench/peers on a task; null, with the reason on stderr, if it is not installed or cannot do it. */
export async function startPeer(file: string, task: string, { threads, batch }: Options): Promise<Contender | null> {
  const script = fileURLToPath(new URL(file, folder));
  const command = file.endsWith(".py") ? (process.env.PYTHON ?? "/usr/bin/python3") : process.execPath;
  const args = [script, task, "--threads", String(threads), ...(batch === undefined ? [] : ["--batch", String(batch)])];
  if (!existsSync(command)) return skip(file, `${command} is not there`);
  log(`starting ${file} ${task}`);
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hello = await answers.next();
  if (hello.done) return skip(file, "it ended before it was ready; see bench/peers/README.md");
  const ready = JSON.parse(hello.value) as { peer: string; threads: number; unsupported?: string };
  if (ready.unsupported !== undefined) return skip(file, ready.unsupported);
  return {
    name: `${ready.peer}, ${ready.threads} thread${ready.threads === 1 ? "" : "s"}`,
    facts: () => ({ device: ready.peer, threads: ready.threads }),
    async run() {
      child.stdin.write("go\n");
      const answer = await answers.next();
      if (answer.done) throw new Error(`${file} ended in the middle of a round`);
      return (JSON.parse(answer.value) as { ms: number }).ms;
    },
    close: () => end(child),
  };
}

function log(text: string): void {
  process.stderr.write(`${text}\n`);
}

function skip(file: string, reason: string): null {
  log(`skipped ${file}: ${reason}`);
  return null;
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.stdin?.end();
  });
}
