import { Rng } from "../../src/core/rng.ts";
import * as ag from "../../src/index.ts";
import { abuse } from "./api/abuse.ts";
import { type Call, type Calls, World } from "./api/call.ts";
import { core } from "./api/core.ts";
import { dataAndFiles } from "./api/data.ts";
import { deviceOf } from "./api/devices.ts";
import { errors } from "./api/errors.ts";
import { judgeCall } from "./api/judge.ts";
import { networks } from "./api/networks.ts";
import { ofDevices } from "./api/ofDevices.ts";
import { operators } from "./api/operators.ts";
import { stateLeft } from "./api/stateLeft.ts";
import { checksAndTraining } from "./api/training.ts";
import { trainings } from "./api/trainings.ts";
import type { Verdict } from "./outcome.ts";

/** What this kind of case is called. */
export const apiKind = "api";

/** A right call for every export. */
export const calls: Calls = {
  ...operators,
  ...core,
  ...networks,
  ...dataAndFiles,
  ...checksAndTraining,
  ...trainings,
  ...errors,
  ...ofDevices,
};

/** Their last object is no list of options. */
const takesRecord =
  /^(Sequential|biasGroup|makeTransform|select|take|splitLast|encodeSafetensors|renameTensors|compareDevices|meanImage|colorComponents|formatSummary|describeReport|normalize)$|Statistics$|^variants|^Loader\.|load$|Error$|^Run\.(log|saveBest)$/;

/** They start threads, read files or run for long: seldom called. */
const slow = [
  "cpu",
  "gpu",
  "device",
  "chooseDevice",
  "Decoder",
  "Decoder.load",
  "Decoder.decode",
  "decodeImage",
  "PrefetchLoader",
  "lrFind",
  "evaluate",
  "recipeModel",
  "recipeOptimizer",
  "prepareData",
];

/** Calls something that is exported with one thing wrong, and tells what came of it. */
export async function callAbusively(seed: number): Promise<Verdict> {
  const rng = new Rng(seed).fork(apiKind);
  const names = Object.keys(calls);
  let name = names[rng.int(names.length)];
  if (slow.includes(name) && rng.int(8) > 0) name = names[rng.int(names.length)];
  using world = new World(await deviceOf(rng));
  ag.setDefaultDevice(world.device);
  const right = await calls[name](world);
  const wrong = abuse(world, rng, right.args);
  const tell = ({ outcome, detail }: Verdict): Verdict => ({ outcome, detail: `${name} (${wrong.what}): ${detail}` });
  let verdict: Verdict = { outcome: "right", detail: "" };
  try {
    await settle(right, wrong.args, world);
    if (wrong.isUnknownOption && !takesRecord.test(name)) verdict = { outcome: "nonsense", detail: "taken" };
  } catch (error) {
    verdict = judgeCall(error, name, right, wrong);
  }
  const difference = await stateLeft();
  return tell(difference === null ? verdict : { outcome: "differs", detail: difference });
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
