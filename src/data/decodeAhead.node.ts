import type { DecodeOptions } from "./decode.ts";
import { decodeInThread, threadCount } from "./decodeThreads.node.ts";
import type { Decoded } from "./decodeWorker.node.ts";
import type { SourceFile } from "./fileSource.ts";

/** A thread gets so much at a time: few messages, and little memory. */
const CHUNK = { files: 64, bytes: 2 ** 23 };
/** Files that are held while they are decoded. */
const MOST_BYTES = 2 ** 26;

/** The files in their order, decoded in worker threads while the next ones are read. */
export async function* decodeAhead(
  files: AsyncIterable<SourceFile>,
  options: DecodeOptions,
): AsyncGenerator<{ readonly path: string; readonly decoded: Decoded }, void, undefined> {
  const pending: { readonly chunk: Chunk; readonly decoded: Promise<Decoded[]> }[] = [];
  let held = 0;
  const settle = async () => {
    const { chunk, decoded } = pending.shift()!;
    held -= chunk.bytes;
    const all = (await decoded).values();
    return chunk.files.map((file) => ({
      path: file.path,
      decoded: "bytes" in file ? all.next().value! : { reason: file.reason },
    }));
  };
  for await (const chunk of chunks(files)) {
    while (pending.length > 2 * threadCount || (pending.length > 0 && held + chunk.bytes > MOST_BYTES)) {
      yield* await settle();
    }
    const readable = chunk.files.flatMap((file) => ("bytes" in file ? [file.bytes] : []));
    pending.push({ chunk, decoded: decodeInThread(readable, options) });
    held += chunk.bytes;
  }
  while (pending.length > 0) yield* await settle();
}

interface Chunk {
  readonly files: readonly SourceFile[];
  readonly bytes: number;
}

async function* chunks(source: AsyncIterable<SourceFile>): AsyncGenerator<Chunk, void, undefined> {
  let files: SourceFile[] = [];
  let bytes = 0;
  for await (const file of source) {
    const size = "bytes" in file ? file.bytes.length : 0;
    if (files.length > 0 && (files.length >= CHUNK.files || bytes + size > CHUNK.bytes)) {
      yield { files, bytes };
      [files, bytes] = [[], 0];
    }
    files.push(file);
    bytes += size;
  }
  if (files.length > 0) yield { files, bytes };
}
