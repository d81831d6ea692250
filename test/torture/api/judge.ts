import { AlexgradError, FormatError } from "../../../src/core/errors.ts";
import { judgeMessage, type Verdict } from "../outcome.ts";
import { type Abuse, Thrown } from "./abuse.ts";
import type { Call } from "./call.ts";

/** They read or write files: what the system says of those comes through. */
const ofFiles = /^(load|read|save|write)[A-Z]|^Run\b|^prepareData$|^decodeSafetensors$/;

/** "who: what", said by us; or what the caller's own function threw. */
export function judgeCall(error: unknown, name: string, _call: Call, _abuse: Abuse): Verdict {
  if (error instanceof Thrown) return { outcome: "clear error", detail: error.message };
  const isOfFiles = ofFiles.test(name);
  if (isOfFiles && error instanceof Error && "syscall" in error) return judgeMessage(error.message, []);
  if (!(error instanceof AlexgradError)) return { outcome: "raw error", detail: describeRaw(error) };
  const detail = `${error.name}: ${error.message}`;
  const unclear = (what: string): Verdict => ({ outcome: "unclear error", detail: `${what}: ${detail}` });
  if (error instanceof FormatError && !isOfFiles) return unclear("of a file");
  if (!(error instanceof FormatError || /^[^:]+: \S/.test(error.message))) return unclear("nobody speaks");
  return judgeMessage(detail, []);
}

function describeRaw(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split("\n").find((line) => line.includes("/src/")) ?? "";
  return `${error} ${place.trim()}`;
}
