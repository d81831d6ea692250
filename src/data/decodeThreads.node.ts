import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { ThreadError } from "../core/errors.ts";
import { messageOf } from "../core/messageOf.ts";
import { NodeThreads } from "../threads/threads.node.ts";
import { after } from "../threads/timer.ts";
import type { DecodeOptions } from "./decode.ts";
import type { Decoded, DecodeTask } from "./decodeWorker.node.ts";

const filename = createRequire(import.meta.url).resolve("#decode-worker");

/** A thread that works longer on one task is ended. */
const MOST_SECONDS = 20;
/** Threads without work end after this time. */
const IDLE_MILLISECONDS = 2000;

export const threadCount = Math.min(8, availableParallelism());

const who = ({ files }: DecodeTask) => `decodeImage: ${files.length} images`;

let threads: NodeThreads<DecodeTask, readonly Decoded[]> | null = null;
let running = 0;

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
      results.push(...(await run({ files: part, options }, 1000 * mostSeconds)));
    } catch (error) {
      // Which of several files it was shows when each is alone.
      if (part.length === 1) results.push({ reason: `cannot be decoded: ${describe(error, mostSeconds)}` });
      most = 1;
    }
  }
  return results;
}

async function run(task: DecodeTask, limit: number): Promise<readonly Decoded[]> {
  threads ??= new NodeThreads({ filename, count: threadCount, who });
  const own = threads;
  running += 1;
  try {
    return await own.run(task, limit);
  } finally {
    running -= 1;
    after(IDLE_MILLISECONDS, () => {
      if (running > 0 || threads !== own) return;
      threads = null;
      void own.close();
    });
  }
}

function describe(error: unknown, mostSeconds: number): string {
  if (error instanceof ThreadError && error.reason === "limit") return `it takes longer than ${mostSeconds} s`;
  return `the decoder broke (${messageOf(error)})`;
}
