/** What lies behind an address, read by ranges of bytes (RFC 9110, section 14). */

import { FormatError } from "../core/errors.ts";
import { nameOf } from "./address.ts";
import type { ByteSource } from "./source.ts";

/** Asked for at once: headers are mostly shorter. */
const firstBytes = 2 ** 16;

/** By which a server shows that a file is the one of before; a header that it does not send, or that a page may not see, is null. */
interface Version {
  readonly size: number;
  readonly etag: string | null;
  readonly modified: string | null;
}

/** Asks for the first bytes, and so for the size.
 *  @throws FormatError if there is no such file, or the server does not answer ranges. */
export async function openHttpSource(url: URL): Promise<ByteSource> {
  const name = nameOf(url);
  const block = new Uint8Array(firstBytes);
  const version = await readRange(url, block, 0, null);
  const head = block.subarray(0, Math.min(firstBytes, version.size));
  return {
    name,
    size: version.size,
    async read(target, offset) {
      const end = offset + target.length;
      if (end > version.size) throw new FormatError(name, `has no bytes up to ${end}`, { offset });
      if (target.length === 0) return;
      if (end <= head.length) target.set(head.subarray(offset, end));
      else await readRange(url, target, offset, version);
    },
    async close() {},
  };
}

/** A whole text of at most `most` bytes. @throws FormatError if it is longer, no UTF-8, or cannot be read. */
export async function fetchText(url: URL, most: number): Promise<string> {
  const response = await ask(url, {});
  if (response.status !== 200) throw await refused(response, url);
  // Parts may be as small as a byte.
  let bytes = new Uint8Array(firstBytes);
  let length = 0;
  await readBody(response, nameOf(url), (part) => {
    if (length + part.length > most) throw new FormatError(nameOf(url), `expected at most ${most} bytes; it has more`);
    if (length + part.length > bytes.length) {
      const larger = new Uint8Array(2 * (length + part.length));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(part, length);
    length += part.length;
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length));
  } catch (cause) {
    throw new FormatError(nameOf(url), "is not UTF-8 text", { cause });
  }
}

/** Fills `target`, without a copy between, as far as the file goes.
 *  @param before what it was when it was asked for last. */
async function readRange(url: URL, target: Uint8Array, offset: number, before: Version | null): Promise<Version> {
  const fail = (reason: string) => new FormatError(nameOf(url), reason, { offset });
  const response = await ask(url, { headers: { Range: `bytes=${offset}-${offset + target.length - 1}` } });
  let done = 0;
  try {
    const version = await rangeOf(response, url, target.length, offset);
    if (before !== null) checkSame(version, before, nameOf(url));
    const length = Math.min(target.length, version.size - offset);
    await readBody(response, nameOf(url), (part) => {
      if (done + part.length > length) throw fail(`expected ${length} bytes, as asked for; got more`);
      target.set(part, done);
      done += part.length;
    });
    if (done < length) throw fail(`expected ${length} bytes; the answer ends after ${done}`);
    return version;
  } finally {
    await response.body?.cancel().catch(() => {});
  }
}

/** @throws FormatError unless the answer is the range that was asked for. */
async function rangeOf(response: Response, url: URL, length: number, offset: number): Promise<Version> {
  const fail = (reason: string) => new FormatError(nameOf(url), reason, { offset });
  if (response.status === 200) {
    throw fail(
      "the server answers with the whole file, not the range that is asked for: fetch it, and decode its bytes",
    );
  }
  if (response.status !== 206) throw await refused(response, url);
  const encoding = response.headers.get("Content-Encoding") ?? "identity";
  if (encoding !== "identity") throw fail(`expected bytes as they are; the answer is in ${encoding}`);
  const range = response.headers.get("Content-Range");
  if (range === null) {
    throw fail("the answer has no Content-Range (for pages of another origin, Access-Control-Expose-Headers names it)");
  }
  const [first, last, size] = (/^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16})$/.exec(range) ?? []).slice(1).map(Number);
  if (!Number.isSafeInteger(size) || first !== offset || last !== Math.min(offset + length, size) - 1) {
    throw fail(`expected a range of ${length} bytes from ${offset} on; got Content-Range ${range}`);
  }
  return { size, etag: response.headers.get("ETag"), modified: response.headers.get("Last-Modified") };
}

function checkSame(version: Version, before: Version, file: string): void {
  const names = { size: "size", etag: "ETag", modified: "Last-Modified" } as const;
  for (const key of ["size", "etag", "modified"] as const) {
    if (version[key] === before[key]) continue;
    throw new FormatError(file, `has changed while it was read: ${names[key]} ${before[key]} is now ${version[key]}`);
  }
}

async function ask(url: URL, init: RequestInit): Promise<Response> {
  const response = await receive(nameOf(url), fetch(url, init));
  if (url.protocol === "https:" && response.redirected && !response.url.startsWith("https:")) {
    await response.body?.cancel();
    throw new FormatError(nameOf(url), "is redirected from https to http");
  }
  return response;
}

async function readBody(response: Response, file: string, take: (part: Uint8Array) => void): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (let next = await receive(file, reader.read()); !next.done; next = await receive(file, reader.read())) {
      take(next.value);
    }
  } finally {
    await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}

async function refused(response: Response, url: URL): Promise<FormatError> {
  await response.body?.cancel();
  const { status, statusText } = response;
  return new FormatError(nameOf(url), `cannot be read: the server answers ${status} ${statusText}`.trimEnd());
}

/** @throws FormatError that says why nothing came. */
async function receive<Result>(file: string, operation: Promise<Result>): Promise<Result> {
  try {
    return await operation;
  } catch (cause) {
    const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : "";
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(file, `cannot be read: ${message}${inner}`, { cause });
  }
}
