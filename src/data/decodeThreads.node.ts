import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import type { DecodeOptions } from "./decode.ts";
import type { Decoded, DecodeTask } from "./decodeWorker.node.ts";

const filename = createRequire(import.meta.url).resolve("#decode-worker");

/** A thread that works longer on one task is ended. */
const MOST_SECONDS = 20;
/** A thread without work ends after this time. */
const IDLE_MILLISECONDS = 2000;

export const threadCount = Math.min(8, availableParallelism());

let pool: Piscina<DecodeTask, readonly Decoded[]> | undefined;

/** Decodes files in a thread, each in at most 20 seconds: what takes longer, or breaks the decoder, gets that for its
 *  reason, and a new thread takes over. */
export async function decodeInThread(
  files: readonly Uint8Array[],
  options: DecodeOptions,
  mostSeconds = MOST_SECONDS,
): Promise<Decoded[]> {
  const results: Decoded[] = [];
  let most = files.length;
  while (results.length < files.length) {
    const part = files.slice(results.length, results.length + most);
    try {
      results.push(...(await run({ files: part, options }, mostSeconds)));
    } catch (error) {
      // Which of several files it was shows when each is alone.
      if (part.length === 1) results.push({ reason: `cannot be decoded: ${describe(error, mostSeconds)}` });
      most = 1;
    }
  }
  return results;
}

let running = 0;
const waiting: (() => void)[] = [];

/** A task's time begins when there is a thread for it. */
async function run(task: DecodeTask, mostSeconds: number): Promise<readonly Decoded[]> {
  if (running === threadCount) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  const one = { minThreads: 0, maxThreads: threadCount, idleTimeout: IDLE_MILLISECONDS, recordTiming: false };
  pool ??= new Piscina({ filename, ...one });
  try {
    return await pool.run(task, { signal: AbortSignal.timeout(1000 * mostSeconds) });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function describe(error: unknown, mostSeconds: number): string {
  if (error instanceof Error && error.name === "AbortError") return `it takes longer than ${mostSeconds} s`;
  return `the decoder broke (${error instanceof Error ? error.message : String(error)})`;
}
