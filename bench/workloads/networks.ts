import { noGrad } from "../../src/core/autograd.ts";
import { backward } from "../../src/core/backward.ts";
import { scope } from "../../src/core/scope.ts";
import type { Device } from "../../src/devices/device.ts";
import { type ModelName, type ModelTable, modelNames, modelTable, summarize } from "../../src/models/index.ts";
import { crossEntropy } from "../../src/ops/index.ts";
import { SGD } from "../../src/optim/index.ts";
import { cifarNet } from "../cifarNet.ts";
import type { Contender } from "../engine/contender.ts";
import type { Group } from "../results.ts";
import { closingOnFailure, contendersOn, type Job, type PeerTask, type Plan, times } from "./lab.ts";
import { checkOf, drawImages, labelsOf, makeModel } from "./networkCheck.ts";
import { networkWork, workOf } from "./work.ts";

type NetworkPass = "forward" | "step";

/** Where other libraries do the same. */
interface Against {
  readonly pass: NetworkPass;
  readonly batch: number;
  readonly task: PeerTask;
}

export interface Network {
  readonly name: string;
  readonly table: ModelTable;
  /** Batches that are measured where none are asked for. */
  readonly batches: Readonly<Record<NetworkPass, readonly number[]>>;
  readonly against?: readonly Against[];
}

const usualBatches = { forward: [8], step: [32] };

/** What is measured by default. */
export const networks: readonly Network[] = [
  {
    name: "torchvision",
    table: modelTable("torchvision"),
    batches: { forward: [1, 8], step: [32] },
    against: [
      { pass: "forward", batch: 8, task: "forward" },
      { pass: "step", batch: 32, task: "train" },
    ],
  },
  {
    name: "alexnet-small",
    table: modelTable("alexnet-small"),
    batches: { forward: [1, 32], step: [32, 128] },
  },
  {
    name: cifarNet.name,
    table: cifarNet,
    batches: { forward: [128], step: [128] },
    against: [{ pass: "step", batch: 128, task: "cifar" }],
  },
];

/** A network that is measured by default, or another one of the library. */
export function networkNamed(name: string): Network | undefined {
  const known = modelNames.find((each): each is ModelName => each === name);
  return (
    networks.find((network) => network.name === name) ??
    (known && { name: known, table: modelTable(known), batches: usualBatches })
  );
}

export function networkPlans(network: Network, batches?: readonly number[]): Plan[] {
  return (["forward", "step"] as const).flatMap((pass) =>
    (batches ?? network.batches[pass]).map((batch) => networkPlan("network", network, pass, batch)),
  );
}

export function networkPlan(group: Group, network: Network, pass: NetworkPass, batch: number): Plan {
  const { name, table } = network;
  const subject = { group, what: name, size: `batch ${batch}`, scale: batch, pass } as const;
  return {
    ...subject,
    async prepare(lab) {
      const check = checkOf(table, pass, lab);
      const jobOf = pass === "forward" ? forward : step;
      const ours = await contendersOn(lab, (device) => jobOf(table, batch, device, check));
      const contenders = [...ours];
      return closingOnFailure(contenders, async () => {
        const against = network.against?.find((each) => each.pass === pass && each.batch === batch);
        const peers = against && (await lab.peers(against.task, batch));
        if (peers) contenders.sort(byThreads).push(...peers.contenders);
        const traffic = networkWork(summarize(table), pass, batch);
        return {
          ...subject,
          shape: `x ${times([batch, ...table.input])}`,
          work: { ...workOf(traffic), images: batch },
          contenders,
          limits: await lab.limits(ours, traffic),
          ...(peers && { asked: peers.asked }),
        };
      });
    },
  };
}

/** Beside other libraries the cpu device with all of its threads comes first. */
function byThreads(a: Contender, b: Contender): number {
  return (b.facts().threads ?? 0) - (a.facts().threads ?? 0);
}

export type Check = (device: Device, model: ReturnType<typeof makeModel>) => Promise<number>;

/** In evaluation, to the scores read back. */
function forward(table: ModelTable, batch: number, device: Device, check: Check): Job {
  const model = makeModel(table, device).eval();
  const x = drawImages(table, batch, device);
  return {
    async run() {
      const scores = scope(() => noGrad(() => model.forward(x)));
      await scores.data();
      scores.dispose();
    },
    check: () => check(device, model),
  };
}

/** A step of SGD with momentum and weight decay, to the loss read back. The rate is 0: all is computed, and the weights stay
 *  what they were, so that the last result can be checked as the first. */
export function step(table: ModelTable, batch: number, device: Device, check: Check): Job {
  const model = makeModel(table, device);
  const x = drawImages(table, batch, device);
  const labels = labelsOf(table, batch);
  const optimizer = new SGD(model.parameters(), { lr: 0, momentum: 0.9, weightDecay: 5e-4 });
  return {
    async run() {
      const loss = scope(() => {
        const mean = crossEntropy(model.forward(x), labels);
        optimizer.zeroGrad();
        backward(mean);
        optimizer.step();
        return mean.detach();
      });
      await loss.item();
      await device.sync();
      loss.dispose();
    },
    check: () => check(device, model),
  };
}
