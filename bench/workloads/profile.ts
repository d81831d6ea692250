import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import type { MatmulGeometry } from "../../src/core/geometry/matmul.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Device } from "../../src/devices/device.ts";
import type { Contender } from "../engine/contender.ts";
import type { Task } from "../engine/measure.ts";
import { type Entrant, factsOf, type Lab, type Plan, times } from "./lab.ts";
import { checkOf } from "./networkCheck.ts";
import { type Network, step } from "./networks.ts";
import { faces } from "./products.ts";
import { type Call, type CountedCall, Recorder } from "./recorder.ts";
import { productWork, type Traffic, workOf } from "./work.ts";

/** Where the time of a network's training step goes: every kernel's call in it is a task of its own, that runs on each device
 *  of the lab in turns. A row's `count` is how often the step makes this call. */
export function profilePlan(network: Network, batch: number): Plan {
  const subject = { group: "profile", what: network.name, size: `batch ${batch}`, pass: "step" } as const;
  return {
    ...subject,
    async *prepare(lab) {
      const recordings: Recording[] = [];
      try {
        for (const entrant of lab.entrants) recordings.push(await record(entrant, network, batch, lab));
        refuseOthers(recordings);
        const names = new Map<string, number>();
        for (const [i, { call, count }] of recordings[0].calls.entries()) {
          const name = nameOf(call);
          const known = names.get(name) ?? 0;
          names.set(name, known + 1);
          const contenders = recordings.map((recording) => contenderOf(recording, i));
          const traffic = trafficOf(call);
          yield {
            ...{
              group: "profile",
              what: call.kernel,
              size: known === 0 ? name : `${name} (${known + 1})`,
              pass: "step",
            },
            shape: `${network.name}, batch ${batch}`,
            ...{ count, work: workOf(traffic), contenders },
            limits: await lab.limits(contenders, traffic),
          } satisfies Task;
        }
      } finally {
        for (const { recorder } of recordings) await recorder.close();
      }
    },
  };
}

interface Recording {
  readonly name: string;
  readonly device: Device;
  readonly recorder: Recorder;
  readonly calls: readonly CountedCall[];
}

/** Calls of devices are paired by their place.
 *  @throws where a device makes other calls than the first. */
export function refuseOthers([first, ...others]: readonly Pick<Recording, "name" | "calls">[]): void {
  const say = (counted?: CountedCall) =>
    counted === undefined ? "none" : `${counted.count} × ${counted.call.kernel} ${nameOf(counted.call)}`;
  for (const { name, calls } of others) {
    const length = Math.max(calls.length, first.calls.length);
    for (let i = 0; i < length; i++) {
      const [got, expected] = [say(calls[i]), say(first.calls[i])];
      if (got !== expected) throw new Error(`${name}: expected the calls of ${first.name}, ${expected}; got ${got}`);
    }
  }
}

/** What a step calls, once its result was compared with the reference's. */
async function record({ name, open }: Entrant, { table }: Network, batch: number, lab: Lab): Promise<Recording> {
  const device = await open();
  const recorder = new Recorder(device);
  try {
    const { run, check } = step(table, batch, recorder.device, checkOf(table, "step", lab));
    const error = (await check?.()) ?? 0;
    if (!(error <= 1)) throw new Error(`${name}: a step is ${error} times as far from the reference's as allowed`);
    return { name, device, recorder, calls: await recorder.record(run) };
  } catch (error) {
    await recorder.close();
    throw error;
  }
}

function contenderOf({ name, device, calls }: Recording, i: number): Contender {
  return {
    name,
    async run() {
      const free = calls[i].call.repeat();
      await device.sync();
      free();
    },
    facts: () => factsOf(device),
  };
}

/** Of kernels that are no products, the bytes alone count. */
function trafficOf({ kernel, size, inputs, geometry }: Call): Traffic {
  const traffic = { flop: 0, read: 4 * inputs.reduce((sum, input) => sum + input, 0), written: 4 * size };
  if (kernel === "matmul") {
    const { m, k, n, batch } = geometry as MatmulGeometry;
    return { ...traffic, flop: productWork(m, n, k).flop * sizeOf(batch.dims) };
  }
  if (isConvolution(kernel)) {
    const g = geometry as Conv2dGeometry;
    return { ...traffic, flop: 2 * sizeOf(g.shape) * (g.c / g.groups) * g.kh * g.kw };
  }
  return traffic;
}

function nameOf({ kernel, size, inputs, geometry }: Call): string {
  if (kernel === "matmul") {
    const { m, k, n } = geometry as MatmulGeometry;
    return `${times([m, k])} · ${times([k, n])}`;
  }
  if (isConvolution(kernel)) {
    const { xShape, wShape } = geometry as Conv2dGeometry;
    return `x ${times(xShape)}, w ${times(wShape)}`;
  }
  return `${inputs.join(", ")} → ${size}`;
}

const isConvolution = (kernel: string) => faces.some((face) => face === kernel);
