import { type LabOptions, openLab } from "../../bench/lab.node.ts";
import type { Row } from "../../bench/results.ts";
import { nameOf, runPlan } from "../../bench/run.ts";
import type { Plan } from "../../bench/workloads/lab.ts";
import { describeFailure } from "./failure.ts";
import { isTerminal, note } from "./output.ts";
import { Progress } from "./progress.ts";
import type { Shard } from "./shard.ts";

/** What the command line asks for. */
export interface BenchRun {
  readonly named: readonly string[];
  readonly sizes?: readonly number[];
  /** Those of the shard, where one is asked for. */
  readonly plans: readonly Plan[];
  readonly shard?: Shard;
  readonly rounds: number;
  readonly lab: LabOptions;
}

/** The arguments that ask for it once more, for all shards. */
export function argumentsOf({ named, sizes, rounds, lab }: BenchRun): string[] {
  const { devices, threads, products, peers } = lab;
  return [
    ...named,
    ...["--device", devices.join(), "--threads", threads.join(), "--products", products.join()],
    ...["--rounds", String(rounds)],
    ...(sizes ? ["--sizes", sizes.join()] : []),
    ...(peers ? [] : ["--no-peers"]),
  ];
}

export interface Measured {
  readonly rows: readonly Row[];
  /** Those that measured all of it. */
  readonly processes: number;
  /** Tasks without rows. */
  readonly left: number;
  /** A line for each task that failed. */
  readonly failures: readonly string[];
}

/** Milliseconds of a task's rounds. */
const budget = 20_000;

/** Task after task; one that fails is told of, and the others go on.
 *  @param save called after each task. @returns what was finished before the signal, if that came. */
export async function measureHere(
  { plans, rounds, lab: options }: BenchRun,
  signal: AbortSignal,
  save: (rows: readonly Row[], left: number) => Promise<void>,
): Promise<Measured> {
  const rows: Row[] = [];
  let left = plans.length;
  const failures: string[] = [];
  const progress = new TaskProgress(plans.length);
  const lab = openLab(options);
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  const onRows = (own: readonly Row[]) => rows.push(...own);
  try {
    for (const plan of plans) {
      progress.begin(nameOf(plan));
      try {
        const task = runPlan(plan, lab, { rounds, budget, signal, onRound: progress.round, onRows });
        await Promise.race([task, interrupted]);
        left--;
      } catch (error) {
        if (signal.aborted) break;
        failures.push(`${nameOf(plan)}: ${describeFailure(error).text}`);
      }
      await save(rows, left);
    }
  } finally {
    progress.end();
    if (!signal.aborted) await lab.close();
  }
  return { rows, processes: 1, left, failures };
}

/** One line on a terminal, drawn over; elsewhere a line for each task. */
class TaskProgress {
  readonly #progress = new Progress();
  readonly #tasks: number;
  #done = -1;
  #name = "";

  constructor(tasks: number) {
    this.#tasks = tasks;
  }

  begin(name: string): void {
    this.#done++;
    this.#name = name;
    if (isTerminal()) this.#show("starting", 0);
    else note(this.#text);
  }

  readonly round = (round: number, rounds: number): void => {
    if (isTerminal()) this.#show(`round ${round} of ${rounds}`, round / rounds);
  };

  end(): void {
    this.#progress.clear();
  }

  get #text(): string {
    return `task ${this.#done + 1} of ${this.#tasks}: ${this.#name}`;
  }

  #show(state: string, part: number): void {
    this.#progress.show(`${this.#text}, ${state}`, this.#done + part, this.#tasks);
  }
}
