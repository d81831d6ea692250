import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { NodeThreads } from "../threads/threads.node.ts";
import type { DecodeResult, DecodeTask } from "./decodeWorker.node.ts";
import type { Image } from "./resize.ts";

const filename = createRequire(import.meta.url).resolve("#decode-worker");
const count = Math.min(8, availableParallelism());

const who = ({ files }: DecodeTask) => `decodeAhead: ${files.length} images`;

/** A thread gets so much at a time: few messages, and little memory. */
const CHUNK = { files: 64, bytes: 2 ** 23 };

export interface ImageFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The files in their order, decoded in worker threads while the next ones are read. Images that no thread could deliver
 *  are null, as all are of sets that are too small to be worth a thread: the caller decodes these itself.
 *  @param size as in `LoadOptions`. */
export async function* decodeAhead(
  files: AsyncIterable<ImageFile>,
  size: number | undefined,
): AsyncGenerator<ImageFile & { readonly image: Image | null }, void, undefined> {
  const pending: { readonly chunk: readonly ImageFile[]; readonly images: Promise<DecodeResult> }[] = [];
  let threads: NodeThreads<DecodeTask, DecodeResult> | undefined;
  try {
    for await (const { chunk, isLast } of chunks(files)) {
      if (!isLast) threads ??= new NodeThreads({ filename, count, who });
      const decoded = threads?.run({ files: chunk.map(({ bytes }) => new Uint8Array(bytes)), size });
      pending.push({ chunk, images: decoded?.catch(() => []) ?? Promise.resolve([]) });
      if (pending.length > 2 * count) yield* settled(pending.shift()!);
    }
    for (const each of pending) yield* settled(each);
  } finally {
    await threads?.close();
  }
}

async function* settled({ chunk, images }: { chunk: readonly ImageFile[]; images: Promise<DecodeResult> }) {
  const decoded = await images;
  for (const [i, file] of chunk.entries()) yield { ...file, image: decoded[i] ?? null };
}

async function* chunks(files: AsyncIterable<ImageFile>) {
  let chunk: ImageFile[] = [];
  let bytes = 0;
  for await (const file of files) {
    if (chunk.length >= CHUNK.files || bytes + file.bytes.length > CHUNK.bytes) {
      yield { chunk, isLast: false };
      [chunk, bytes] = [[], 0];
    }
    chunk.push(file);
    bytes += file.bytes.length;
  }
  yield { chunk, isLast: true };
}
