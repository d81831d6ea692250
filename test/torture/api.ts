import { isRecording } from "../../src/core/autograd.ts";
import { currentScope } from "../../src/core/scope.ts";
import * as ag from "../../src/index.ts";
import { abuse, Thrown } from "./api/abuse.ts";
import { type Call, type Calls, World } from "./api/call.ts";
import { core } from "./api/core.ts";
import { dataAndFiles } from "./api/data.ts";
import { networks } from "./api/networks.ts";
import { operators } from "./api/operators.ts";
import { checksAndTraining } from "./api/training.ts";

/** A right call for every export. */
export const calls: Calls = { ...operators, ...core, ...networks, ...dataAndFiles, ...checksAndTraining };

/** They take the work of a checked recipe or an opened run, or the bytes of a file, and are tried with damaged ones; an
 *  error's message is the caller's own. */
export const elsewhere =
  /^(Run|Trainer)(\.|$)|^(train|computeGradients|prepareData|prepareTraining|runTraining|writeReport|decodeImage)$|Error$/;
/** Their last object is no list of options. */
const recordsOnly = [
  "Sequential",
  "biasGroup",
  "makeTransform",
  "select",
  "take",
  "splitLast",
  "encodeSafetensors",
  "compareDevices",
];
const takesRecord =
  /Statistics$|^meanImage$|^colorComponents$|^variants|^(formatSummary|describeReport|normalize)$|^Loader\.|load$/;

export const outcomes = [
  "right",
  "clear error",
  "unknown option accepted",
  "raw error",
  "hang",
  "memory",
  "unhandled rejection",
  "silent difference",
] as const;
export type ApiOutcome = (typeof outcomes)[number];

export interface ApiCase {
  readonly name: string;
  readonly what: string;
  readonly outcome: ApiOutcome;
  readonly message: string;
}

export interface ApiResult {
  readonly counts: Readonly<Record<ApiOutcome, number>>;
  /** Whatever is neither right nor a clear error. */
  readonly cases: readonly ApiCase[];
}

export interface ApiOptions {
  readonly calls: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

const patience = 5000;
const mostBytes = 1e9;
/** They start threads, read files or run for long: seldom called. */
const slow = [
  "cpu",
  "gpu",
  "device",
  "chooseDevice",
  "PrefetchLoader",
  "lrFind",
  "evaluate",
  "recipeModel",
  "recipeOptimizer",
];

/** Calls everything that is exported with one thing wrong, and tells what came of it. */
export async function tortureApi({ calls: count, seed, onProgress }: ApiOptions): Promise<ApiResult> {
  const rng = new ag.Rng(seed);
  const counts = Object.fromEntries(outcomes.map((name) => [name, 0])) as Record<ApiOutcome, number>;
  const cases: ApiCase[] = [];
  const rejections: unknown[] = [];
  const listen = (reason: unknown) => rejections.push(reason);
  process.on("unhandledRejection", listen);
  const expected = await witness();
  try {
    const names = Object.keys(calls);
    for (let done = 0; done < count; done++) {
      let name = names[rng.int(names.length)]!;
      if (slow.includes(name) && rng.int(8) > 0) name = names[rng.int(names.length)]!;
      const world = new World();
      ag.setDefaultDevice(world.device);
      const right = calls[name]!(world);
      const wrong = abuse(world, rng, right.args);
      const memory = process.resourceUsage().maxRSS;
      let { outcome, message } = await judge(right, wrong.args, world);
      if (outcome === "right" && wrong.isUnknownOption && !recordsOnly.includes(name) && !takesRecord.test(name))
        outcome = "unknown option accepted";
      if (1024 * (process.resourceUsage().maxRSS - memory) > mostBytes) outcome = "memory";
      if (rejections.length > 0) {
        outcome = "unhandled rejection";
        message = String(rejections.splice(0));
      }
      const difference = await stateLeft(expected);
      if (difference !== null) {
        outcome = "silent difference";
        message = difference;
      }
      counts[outcome]++;
      if (outcome !== "right" && outcome !== "clear error") cases.push({ name, what: wrong.what, outcome, message });
      onProgress?.(done + 1);
    }
  } finally {
    process.off("unhandledRejection", listen);
  }
  return { counts, cases };
}

async function judge(call: Call, args: readonly unknown[], world: World) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, patience, "late");
  });
  const started = performance.now();
  try {
    const end = await Promise.race([settle(call, args, world), late]);
    if (end === "late" || performance.now() - started > patience) return { outcome: "hang" as ApiOutcome, message: "" };
    return { outcome: "right" as ApiOutcome, message: "" };
  } catch (error) {
    return {
      outcome: judgeError(error),
      message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for all that a call sets off. */
async function settle(call: Call, args: readonly unknown[], { device }: World): Promise<void> {
  const result = await call.run(args);
  if (result instanceof ag.Tensor && !result.isDisposed) await result.data();
  if (isIterable(result)) for await (const _ of result);
  await device.sync();
  await new Promise(setImmediate);
}

function isIterable(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  return typeof value === "object" && value !== null && "next" in value;
}

/** "who: what", said by us; or what the caller's own function threw. */
function judgeError(error: unknown): ApiOutcome {
  if (error instanceof Thrown || error instanceof ag.FormatError) return "clear error";
  if (error instanceof Error && "syscall" in error) return "clear error";
  return error instanceof ag.AlexgradError && /^[^:]+: \S/.test(error.message) ? "clear error" : "raw error";
}

/** A small training step, for its numbers. */
async function witness(): Promise<string> {
  const device = ag.reference();
  const make = (...shape: number[]) =>
    ag.tensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i)),
      shape,
      { device },
    );
  const w = make(2, 1, 2, 2);
  w.requiresGrad = true;
  const y = ag.maxPool2d(ag.relu(ag.conv2d(make(1, 1, 5, 5), w, { padding: 1 })), { kernel: 2 });
  ag.mean(ag.mul(y, y)).backward();
  new ag.SGD([w], { lr: 0.1 }).step();
  return String(await w.data());
}

/** What a call left behind that changes later ones; null if nothing. */
async function stateLeft(expected: string): Promise<string | null> {
  if (!isRecording()) return "recording is off";
  if (currentScope() !== null) return "a scope is open";
  if (Object.keys(Object.prototype).length > 0) return "Object.prototype has another member";
  return (await witness()) === expected ? null : "a training step has another result";
}
