import type { Device } from "../../src/devices/device.ts";
import { modelTable, summarize } from "../../src/models/index.ts";
import { eachAwaited } from "../crossover.ts";
import type { Contender } from "../engine/contender.ts";
import type { GpuClock } from "../gpuClock.ts";
import { type Begun, type Open, type Opened, openKernel, openStep } from "./crossoverJobs.ts";
import { alexnetLayers, growingKernels, type Layers, type SizedKernel } from "./crossoverKernels.ts";
import { closingOnFailure, contendersOn, type Entrant, factsOf, type Lab, type Plan, times } from "./lab.ts";
import { checkOf } from "./networkCheck.ts";
import { networkWork, workOf } from "./work.ts";

export interface CrossoverOptions {
  /** In place of each operator's own. */
  readonly sizes?: readonly number[] | undefined;
  /** Default: AlexNet's. */
  readonly layers?: Layers;
  /** Milliseconds of a turn: a wait for a GPU may take some by itself. Default: 50. */
  readonly least?: number;
}

/** Networks, and the batches of their training steps. */
const steps = [
  ["alexnet-small", [1, 4, 16, 64, 256]],
  ["torchvision", [1, 4, 16]],
] as const;

/** Where the GPU begins to pay: every operator at growing sizes, and training steps; on the GPU in three ways to count. */
export function crossoverPlans({ sizes, layers = alexnetLayers, least = 50 }: CrossoverOptions = {}): Plan[] {
  return [
    waitPlan,
    ...growingKernels(layers).flatMap(({ scales, at }) =>
      (sizes ?? scales).map((scale) => kernelPlan(at(scale), least)),
    ),
    ...steps.flatMap(([name, batches]) => (sizes ?? batches).map((batch) => stepPlan(name, batch, least))),
  ];
}

/** What every chain has at its end: a wait, here with nothing to wait for. It is stated and not subtracted. */
const waitPlan: Plan = {
  ...{ group: "crossover", what: "wait", size: "an empty chain", pass: "call" },
  async prepare(lab) {
    return {
      ...{ group: "crossover", what: "wait", size: "an empty chain", shape: "nothing", pass: "call" },
      work: { flop: 0, bytes: 0, calls: 1 },
      contenders: await contendersOn(lab, (device) => ({ run: () => device.sync() })),
      limits: [],
    };
  },
};

function kernelPlan(kernel: SizedKernel, least: number): Plan {
  const { what, size, scale, shape, pass, traffic } = kernel;
  const subject = { group: "crossover", what, size, scale, pass } as const;
  return {
    ...subject,
    async prepare(lab) {
      const contenders = await contendersOf(lab, openKernel(kernel), what === "matmul");
      return closingOnFailure(contenders, async () => {
        const limits = await lab.limits(contenders, traffic);
        return { ...subject, shape, work: workOf(traffic), contenders, twice: firstOfEach(contenders), limits, least };
      });
    },
  };
}

function stepPlan(name: (typeof steps)[number][0], batch: number, least: number): Plan {
  const table = modelTable(name);
  const subject = { group: "crossover", what: name, size: `batch ${batch}`, scale: batch, pass: "step" } as const;
  return {
    ...subject,
    async prepare(lab) {
      const contenders = await contendersOf(lab, openStep(table, batch, checkOf(table, "step", lab)), false);
      const traffic = networkWork(summarize(table), "step", batch);
      return closingOnFailure(contenders, async () => ({
        ...{ ...subject, shape: `x ${times([batch, ...table.input])}`, work: { ...workOf(traffic), images: batch } },
        ...{ contenders, twice: firstOfEach(contenders), limits: await lab.limits(contenders, traffic), least },
      }));
    },
  };
}

/** Those of GPUs first. @param isAwaited whether calls that are each waited for are timed too. */
async function contendersOf(lab: Lab, open: Open, isAwaited: boolean): Promise<Contender[]> {
  const contenders: Contender[] = [];
  await closingOnFailure(contenders, async () => {
    for (const entrant of lab.entrants) contenders.push(...(await enter(entrant, open, lab, isAwaited)));
  });
  const isGpu = ({ facts }: Contender) => facts().device === "gpu";
  return [...contenders.filter(isGpu), ...contenders.filter((each) => !isGpu(each))];
}

/** The ways of counting on one device. */
async function enter(
  { name, open: openDevice }: Entrant,
  open: Open,
  lab: Lab,
  isAwaited: boolean,
): Promise<Contender[]> {
  const device = await openDevice();
  return closingOnFailure([device], async () => {
    const opened = open(device);
    const isGpu = device.name === "gpu";
    const resident = isGpu ? `${name}, resident` : name;
    const clock = isGpu ? (lab.clock?.() ?? null) : null;
    const contenders = [chained(resident, device, opened, opened.stay)];
    const stayed = async () => {
      const begun = opened.stay();
      await device.sync();
      begun.free();
    };
    if (isAwaited) contenders.push(awaited(`${resident}${eachAwaited}`, device, opened, stayed));
    if (isGpu) {
      contenders.push(
        chained(`${name}, upload counted`, device, opened, opened.upload),
        awaited(`${name}, upload and read-back counted`, device, opened, opened.roundTrip),
      );
    }
    if (clock !== null) {
      contenders.push(byClock(chained(`${resident}, by its own clock`, device, opened, opened.stay), clock));
    }
    return together(device, contenders);
  });
}

/** Elements that calls hold at most, before they are waited for. */
const mostHeld = 2 ** 26;

/** So many calls with one wait at the end, or one more each time that they hold too much. */
function chained(name: string, device: Device, { check }: Opened, begin: () => Begun): Contender {
  const chain = async (calls: number) => {
    let begun: Begun[] = [];
    let held = 0;
    const wait = async () => {
      await device.sync();
      for (const each of begun) each.free();
      [begun, held] = [[], 0];
    };
    for (let call = 0; call < calls; call++) {
      const each = begin();
      begun.push(each);
      held += each.size;
      if (held > mostHeld) await wait();
    }
    await wait();
  };
  return { name, run: () => chain(1), chain, check, facts: () => factsOf(device) };
}

function awaited(name: string, device: Device, { check }: Opened, call: () => unknown): Contender {
  const run = async () => {
    await call();
    await device.sync();
  };
  return { name, run, check, facts: () => factsOf(device) };
}

/** The chain takes what the GPU's passes take. */
function byClock(contender: Contender, clock: GpuClock): Contender {
  const chain = (calls: number) => clock.time(() => contender.chain!(calls));
  return {
    ...contender,
    ...{ run: () => chain(1), chain, facts: () => ({ ...contender.facts(), clock: "timestamps" }) },
  };
}

/** Contenders on one device are not checked at the same time, and the first closes it. */
function together(device: Device, contenders: readonly Contender[]): Contender[] {
  let last: Promise<unknown> = Promise.resolve();
  const one = device.write([1]);
  const wake = async () => {
    device.free(device.run.neg([1], one));
    await device.sync();
  };
  return contenders.map((contender, i) => ({
    ...contender,
    wake,
    check() {
      const next = last.then(() => contender.check!());
      last = next.catch(() => {});
      return next;
    },
    ...(i === 0 && { close: () => device.close() }),
  }));
}

/** The first contender of each device: its noise is what differences are measured by. */
function firstOfEach(contenders: readonly Contender[]): Contender[] {
  const names = contenders.map(({ facts }) => facts().device);
  return contenders.filter((_, i) => names.indexOf(names[i]!) === i);
}
