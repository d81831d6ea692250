import { Worker } from "node:worker_threads";
import { apiKind, callAbusively } from "./api.ts";
import { collectGarbage } from "./collect.ts";
import { corpus, corpusKind, readCorpus } from "./corpus.ts";
import { kill } from "./kills/kill.ts";
import type { Verdict } from "./outcome.ts";
import { kinds } from "./readers/index.ts";
import { readMutant } from "./readMutant.ts";

/** A case by its name and seed: the same again each time, but for the moments at which threads die. */
export interface Job {
  readonly kind: string;
  readonly seed: number;
}

const limit = 2 ** 30;

const unhandled: unknown[] = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));
process.on("uncaughtException", (error) => unhandled.push(error));

async function run({ kind: name, seed }: Job): Promise<Verdict> {
  const verdict = await begin(name, seed).catch(ownFault);
  await new Promise((resolve) => setImmediate(resolve));
  if (unhandled.length > 0)
    return { ...verdict, outcome: "unhandled rejection", detail: String(unhandled.splice(0)[0]) };
  collectGarbage();
  const grown = 1024 * process.resourceUsage().maxRSS - base;
  if (grown > limit)
    return { ...verdict, outcome: "memory", detail: `${Math.round(grown / 2 ** 20)} MiB: ${verdict.detail}` };
  return verdict;
}

async function begin(name: string, seed: number): Promise<Verdict> {
  if (name === corpusKind) return readCorpus(corpus[seed]);
  if (name === apiKind) return callAbusively(seed);
  const kind = kinds.find((each) => each.name === name);
  return kind === undefined ? kill(name, seed) : readMutant(kind, seed);
}

/** Nothing of the library's is thrown there. */
function ownFault(error: unknown): Verdict {
  return { outcome: "crash", detail: `the suite itself: ${error instanceof Error ? error.stack : error}` };
}

/** Even where a case never comes back to the event loop. */
function leaveWithParent(): void {
  const watch = `const parent = process.ppid;
    setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 1000);`;
  new Worker(watch, { eval: true }).unref();
}

const base = 1024 * process.resourceUsage().maxRSS;
process.on("message", async (job: Job) => process.send!(await run(job)));
leaveWithParent();
process.send!("ready");
