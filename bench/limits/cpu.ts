import { counted } from "../../src/core/counted.ts";
import type { Facts } from "../engine/contender.ts";
import type { Limit } from "../engine/measure.ts";
import type { Traffic } from "../workloads/work.ts";
import { chainCounts, type Loop, multiplyAdds, plan } from "./loops.ts";

/** Runs a loop on each of some threads at once. @returns milliseconds of the slowest. */
export type RunLoops = (loop: Loop) => Promise<number>;

/** Some milliseconds of a thread: long enough that a machine which has other work interrupts these as it does kernels. */
const steps = 2_000_000;
const streamed = 2 ** 26;
/** No cache is larger. */
const most = 2 ** 28;

/** What a processor does at most on so many threads: multiply-adds in registers, and reads and writes of as many bytes as the
 *  work has, so that they come from the same cache. */
export function cpuLimits(run: RunLoops, { device, threads = 1 }: Facts, { read, written }: Traffic): Limit[] {
  const facts = () => ({ device, threads });
  const bytes = Math.min(most, read + written) / threads;
  const loop = {
    kind: "memory",
    bytes,
    written: (bytes * written) / (read + written),
    passes: Math.max(1, Math.round(streamed / bytes)),
  } as const;
  const name = counted(threads, "thread");
  return [
    ...chainCounts.map(
      (chains): Limit => ({
        kind: "compute",
        contender: {
          name: `multiply-adds in ${chains} chains, ${name}`,
          run: () => run({ kind: "compute", chains, steps }),
          facts,
        },
        per: 2 * multiplyAdds(chains) * steps * threads,
      }),
    ),
    {
      kind: "memory",
      contender: { name: `bare reads and writes, ${name}`, run: () => run(loop), facts },
      per: plan(bytes, loop.written).bytes * loop.passes * threads,
    },
  ];
}
