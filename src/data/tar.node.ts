import { stat } from "node:fs/promises";
import { posix } from "node:path";
import { pipeline, Readable } from "node:stream";
import { extract } from "tar-stream";
import { FormatError } from "../core/errors.ts";
import { messageOf } from "../core/messageOf.ts";
import { reading } from "../io/reading.node.ts";
import { MOST_EXPANSION, streamBytes } from "./bytes.node.ts";
import { type FileSource, MAX_IMAGE_BYTES } from "./fileSource.ts";

const BLOCK = 512;
/** A path in an archive may be of any length: an error names so much of it. */
const mostOfPath = 500;

/** Whether these first bytes of a file, unpacked, are those of a tar archive. */
export function isTar(head: Uint8Array): boolean {
  return new TextDecoder().decode(head.subarray(257, 262)) === "ustar";
}

/** The files of a tar archive, gzipped or not. The archive is read from front to back by each `list` and `read`; only the
 *  wanted files are held. */
export function tarSource(file: string): FileSource {
  const locate = (path: string) => `${file}!${path.length > mostOfPath ? `${path.slice(0, mostOfPath)}…` : path}`;
  return {
    locate,
    async list() {
      const paths: string[] = [];
      const links: (readonly [path: string, target: string])[] = [];
      for await (const { path, target } of entries(file)) {
        paths.push(path);
        if (target !== null) links.push([path, target]);
      }
      for (const [path, target] of links) {
        if (!paths.some((other) => other.startsWith(`${target}/`))) continue;
        throw new FormatError(file, `${path} is a link to the folder ${target}: expected plain files and folders`);
      }
      return paths;
    },
    async *read(wanted) {
      for await (const { path, type, size, content } of entries(file)) {
        if (!wanted.has(path)) continue;
        if (type !== "file") yield { path, reason: `expected a regular file; got a ${type}` };
        else if (size > MAX_IMAGE_BYTES) {
          yield { path, reason: `expected a file of at most ${MAX_IMAGE_BYTES} bytes; got ${size}` };
        } else yield { path, bytes: await collect(content, size) };
      }
    },
    async visit(wanted, visitor) {
      const left = new Set(wanted);
      const capacity = (await reading(file, stat(file))).size * MOST_EXPANSION;
      for await (const { path, type, size, content } of entries(file)) {
        if (!left.delete(path)) continue;
        if (type !== "file") throw new FormatError(locate(path), `expected a regular file; got a ${type}`);
        await visitor({ path, size: Math.min(size, capacity), content });
      }
    },
  };
}

/** tar-stream sees to it that `size` is what comes. */
async function collect(content: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const piece of content) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function normalize(name: string): string {
  const parts = name.split("/");
  return parts.filter((part) => part !== "" && part !== ".").join("/");
}

interface TarEntry {
  readonly path: string;
  readonly type: string;
  /** Where a symbolic link leads. */
  readonly target: string | null;
  readonly size: number;
  /** Must be taken before the next entry is asked for, or not at all. */
  readonly content: AsyncIterable<Uint8Array>;
}

async function* entries(file: string): AsyncGenerator<TarEntry, void, undefined> {
  // What fails upstream destroys the archive with its error, and so arrives in the loop below.
  const archive = pipeline(Readable.from(untilEndMarker(file)), extract(), () => {});
  try {
    for await (const entry of archive) {
      const { name, type, size, linkname } = entry.header;
      const path = normalize(name);
      // tar-stream would wait forever for what it cannot count.
      if (!Number.isSafeInteger(size) || size < 0) throw new Error(`${path}: its size is no number of bytes`);
      const target = type === "symlink" ? normalize(posix.join(posix.dirname(path), linkname ?? "")) : null;
      const content = entry as AsyncIterable<Uint8Array>;
      yield { path: type === "directory" ? `${path}/` : path, type: type ?? "file", target, size, content };
      entry.resume();
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    const reason = messageOf(cause);
    throw new FormatError(file, `is no tar archive that can be read: ${reason}`, { cause });
  }
}

/** The archive's bytes. tar-stream takes an archive cut between two files for a whole one; the missing zeros at its end
 *  give it away. */
async function* untilEndMarker(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  let tail = Buffer.alloc(0);
  for await (const chunk of streamBytes(file)) {
    tail = Buffer.concat([tail, chunk.subarray(-BLOCK)]).subarray(-BLOCK);
    yield chunk;
  }
  if (tail.length < BLOCK || tail.some((byte) => byte !== 0)) {
    throw new FormatError(file, "cut off: the archive's end marker is missing");
  }
}
