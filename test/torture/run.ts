import { availableParallelism } from "node:os";
import type { Job } from "./guest.ts";
import { Host } from "./host.ts";
import type { Trainings } from "./kills/trainings.ts";
import type { Verdict } from "./outcome.ts";

export type Result = Job & Verdict;

/** The kind of those that are trainings by the command. */
export const training = "training by the command";

/** Runs the jobs in processes of their own, as many at a time as the machine has cores. */
export async function runJobs(
  jobs: Iterator<Job>,
  { hangSeconds, onResult }: { hangSeconds: number; onResult: (result: Result) => void },
): Promise<void> {
  await inParallel(async () => {
    const host = new Host(hangSeconds);
    try {
      for (let next = jobs.next(); !next.done; next = jobs.next()) {
        onResult({ ...next.value, ...(await host.run(next.value)) });
      }
    } finally {
      host.close();
    }
  });
}

export async function runTrainings(
  trainings: Trainings,
  options: { runs: number; seed: number; isLate?: () => boolean; onResult: (result: Result) => void },
): Promise<void> {
  const { runs, seed, isLate = () => false, onResult } = options;
  let begun = 0;
  await inParallel(async () => {
    while (begun < runs && !isLate()) {
      const own = seed * runs + begun++;
      onResult({ kind: training, seed: own, ...(await trainings.run(own)) });
    }
  });
}

async function inParallel(work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}
