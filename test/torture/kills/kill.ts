import { Rng } from "../../../src/core/rng.ts";
import { judgeError, type Verdict } from "../outcome.ts";
import { Killer } from "./killer.ts";
import { scenarios } from "./scenarios.ts";

const undisturbed = new Map<string, string>();

/** Runs a scenario while its threads are killed at random moments, and once more when nobody kills. */
export async function kill(name: string, seed: number): Promise<Verdict> {
  const scenario = scenarios[name];
  if (!undisturbed.has(name)) undisturbed.set(name, await scenario(new Rng(0)));
  const rng = new Rng(seed).fork(name);
  const killer = new Killer(rng.fork("killer"));
  killer.start(1 + rng.int(6), pick(rng));
  let verdict: Verdict;
  try {
    verdict = judge(name, await scenario(rng));
  } catch (error) {
    verdict = judgeError(error, []);
  }
  killer.stop();
  const { killed } = killer;
  const after = verdict.outcome === "clear error" ? judge(name, await scenario(rng)) : verdict;
  return after.outcome === "right" ? { ...verdict, killed } : { ...after, killed };
}

/** Milliseconds between kills. */
function pick(rng: Rng): number {
  return [2, 20, 100][rng.int(3)];
}

function judge(name: string, result: string): Verdict {
  if (result === undisturbed.get(name)) return { outcome: "right", detail: "" };
  return { outcome: "differs", detail: `${result.slice(0, 100)} in place of ${undisturbed.get(name)!.slice(0, 100)}` };
}
