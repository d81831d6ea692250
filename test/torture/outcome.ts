import { AlexgradError } from "../../src/core/errors.ts";

/** What may come of a case. */
export const outcomes = [
  "right",
  "clear error",
  /** An error of another class than the library's own: a TypeError, a RangeError, the system's. */
  "raw error",
  /** The library's own, but of several lines, with control characters, or without the file's name. */
  "unclear error",
  /** Taken without a word, though it cannot be right. */
  "nonsense",
  /** Another result, or another error, when read a second time. */
  "differs",
  "unhandled rejection",
  "hang",
  /** More than 1 GB. */
  "memory",
  /** The process died. */
  "crash",
] as const;

export type Outcome = (typeof outcomes)[number];

export interface Verdict {
  readonly outcome: Outcome;
  /** The error's text, or what is wrong. */
  readonly detail: string;
  /** Threads that were killed. Default 0. */
  readonly killed?: number;
}

export function isGood({ outcome }: Verdict): boolean {
  return outcome === "right" || outcome === "clear error";
}

/** Thrown by a case that was taken without a word, though it cannot be right. */
export class Nonsense extends Error {}

const longestMessage = 2000;

/** A verdict on an error of the library.
 *  @param names one of them must be in its message. */
export function judgeError(error: unknown, names: readonly string[]): Verdict {
  if (!(error instanceof Error)) return { outcome: "raw error", detail: String(error) };
  if (error instanceof Nonsense) return { outcome: "nonsense", detail: error.message };
  const isOwn = error instanceof AlexgradError || error.name === "UsageError";
  if (!isOwn) return { outcome: "raw error", detail: `${error}\n${error.stack?.split("\n").find(isInSource) ?? ""}` };
  return judgeMessage(error.message, names);
}

const isInSource = (line: string) => line.includes("/dist/");

/** A verdict on the text of an error. */
export function judgeMessage(message: string, names: readonly string[]): Verdict {
  const unclear = (what: string): Verdict => ({ outcome: "unclear error", detail: `${what}: ${message}` });
  if (/\p{Cc}/u.test(message)) return unclear("control characters");
  if (message.length > longestMessage) return unclear("too long");
  if (names.length > 0 && !names.some((name) => message.includes(name))) return unclear("no file's name");
  return { outcome: "clear error", detail: message };
}
