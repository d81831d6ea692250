import { createHash, randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { AlexgradError, FormatError } from "../core/errors.ts";
import { type Checks, check, fields, orNull, parseJson, text, whole } from "./check.ts";
import { writing } from "./files.node.ts";
import { readText } from "./open.node.ts";

/** Who holds a lock. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in the words of its system: another one may have its pid by now. Null where none tells. */
  readonly started: string | null;
}

const isOwner = fields({ pid: whole(1), host: text(), started: orNull(text()) } satisfies Record<keyof Owner, unknown> &
  Checks);

const MOST_BYTES = 4096;
/** A lock is written within a moment of its creation: until then it has no content. */
const MOMENT = 100;

const held = new Set<Lock>();

function releaseAll(): void {
  for (const lock of held) lock[Symbol.dispose]();
}

/** Holds a file by which processes know that one of them is at work here. */
export class Lock implements Disposable {
  readonly #path: string;
  readonly #own: string;

  private constructor(path: string, own: string) {
    this.#path = path;
    this.#own = own;
    if (held.size === 0) process.on("exit", releaseAll);
    held.add(this);
  }

  /** Takes the lock. One whose process no longer runs is taken over, by one of all that try.
   *  @param onTakenOver is told so in a line.
   *  @throws AlexgradError if its process runs, or may run on another host; WriteError if it cannot be written. */
  static async take(path: string, onTakenOver: (line: string) => void = () => {}): Promise<Lock> {
    const { pid } = process;
    const owner: Owner = { pid, host: hostname(), started: startOf(pid) };
    const own = JSON.stringify(owner);
    for (;;) {
      if (await create(path, own)) return new Lock(path, own);
      const found = await read(path);
      if (found === null) continue;
      const former = ownerOf(path, found);
      if (former !== null && mayRun(former)) throw new AlexgradError(describe(path, former));
      // Whoever holds the lock of this very content may replace it: nobody else can have done so in the meantime.
      using _ = await Lock.take(`${path}.${createHash("sha256").update(found).digest("hex").slice(0, 8)}`);
      if ((await read(path)) !== found) continue;
      const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
      writeFileSync(temporary, own, { flag: "wx" });
      renameSync(temporary, path);
      const whose = former === null ? "nobody can tell whose" : `process ${former.pid}, which no longer runs`;
      onTakenOver(`${path}: a lock was left here (${whose}); taken over`);
      return new Lock(path, own);
    }
  }

  /** Gives it back, at the latest when the process ends. */
  [Symbol.dispose](): void {
    if (!held.delete(this)) return;
    if (held.size === 0) process.off("exit", releaseAll);
    try {
      if (readFileSync(this.#path, "utf8") === this.#own) rmSync(this.#path);
    } catch {
      // It is gone, or the folder is.
    }
  }
}

/** Whether it was not there. */
async function create(path: string, content: string): Promise<boolean> {
  try {
    writeFileSync(path, content, { flag: "wx" });
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return false;
    return writing(path, Promise.reject(cause));
  }
}

/** Null if it is not there any more. */
async function read(path: string): Promise<string | null> {
  const once = () =>
    readText(path, MOST_BYTES).catch((error: unknown) => {
      const { cause } = error instanceof FormatError ? error : {};
      if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
      throw error;
    });
  const found = await once();
  if (found === null || ownerOf(path, found) !== null) return found;
  await wait(MOMENT);
  return once();
}

/** Null if the text is none of ours. */
function ownerOf(path: string, content: string): Owner | null {
  try {
    const owner = parseJson(path, content);
    check(path, owner, isOwner);
    return owner as Owner;
  } catch {
    return null;
  }
}

function mayRun({ pid, host, started }: Owner): boolean {
  if (host !== hostname()) return true;
  if (started !== null && startOf(process.pid) !== null) return startOf(pid) === started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Ticks since the boot, and which boot; null where there is no such process, or the system does not say. A process that
 *  ended is listed until its parent asks for it. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The name in parentheses may hold anything; 19 fields after it comes the start.
    const rest = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    return /[ZX]/.test(rest[0]) ? null : `${rest[19]} ${boot}`;
  } catch {
    return null;
  }
}

function describe(path: string, { pid, host }: Owner): string {
  const folder = dirname(path);
  return host === hostname()
    ? `${folder}: process ${pid} is writing to this run; wait until it has ended, or end it`
    : `${folder}: process ${pid} on ${JSON.stringify(host)} is writing to this run; if it no longer runs, delete ${path}`;
}
