import { availableParallelism } from "node:os";
import type { Job } from "./guest.ts";
import { Host } from "./host.ts";
import { Trainings, training } from "./kills/trainings.ts";
import type { Verdict } from "./outcome.ts";

export type Result = Job & Verdict;

/** Runs the jobs in processes of their own, as many at a time as the machine has cores.
 *  @param options.hangSeconds a case that takes longer counts as one that hangs.
 *  @param options.isLate nothing new is begun from then on. */
export async function runJobs(
  jobs: Iterable<Job>,
  options: { hangSeconds: number; isLate?: () => boolean; onResult?: (result: Result) => void },
): Promise<Result[]> {
  const { hangSeconds, isLate = () => false, onResult = () => {} } = options;
  const queue = jobs[Symbol.iterator]();
  const results: Result[] = [];
  using trainings = new Trainings();
  const work = async () => {
    using host = new Host(hangSeconds);
    for (let next = queue.next(); !next.done && !isLate(); next = queue.next()) {
      const { kind, seed } = next.value;
      const verdict = await (kind === training ? trainings.run(seed) : host.run(next.value));
      const result = { kind, seed, ...verdict };
      results.push(result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
}
