import { backward } from "../../src/core/backward.ts";
import { Rng } from "../../src/core/rng.ts";
import { scope } from "../../src/core/scope.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import type { Device } from "../../src/devices/device.ts";
import { reference } from "../../src/devices/reference.ts";
import { buildModel, type ModelTable, summarize } from "../../src/models/index.ts";
import { crossEntropy } from "../../src/ops/index.ts";
import { draw, type Lab, once } from "./lab.ts";

type Model = ReturnType<typeof buildModel>;

/** The same weights everywhere. */
export function makeModel(table: ModelTable, device: Device): Model {
  return buildModel(table, { device, rng: new Rng(0) });
}

export function drawImages({ input }: ModelTable, batch: number, device: Device): Tensor {
  return tensor(draw(batch * sizeOf(input), new Rng(1)), [batch, ...input], { device });
}

export function labelsOf({ classes }: ModelTable, batch: number): number[] {
  return Array.from({ length: batch }, (_, i) => i % classes);
}

/** Of two images, without dropout. */
interface Outcome {
  readonly scores: ArrayLike<number>;
  /** Of the first weight, which all of the way back leads to; none forward. */
  readonly gradient: ArrayLike<number>;
}

async function outcomeOf(table: ModelTable, pass: "forward" | "step", device: Device, model: Model): Promise<Outcome> {
  const wasTraining = model.training;
  model.eval();
  const [weight] = model.parameters();
  for (const parameter of model.parameters()) parameter.zeroGrad();
  const scores = scope(() => {
    const y = model.forward(drawImages(table, 2, device));
    if (pass === "step") backward(crossEntropy(y, labelsOf(table, 2)));
    return y.detach();
  });
  const outcome = { scores: await scores.data(), gradient: (await weight.grad?.data()) ?? [] };
  scores.dispose();
  for (const parameter of model.parameters()) parameter.zeroGrad();
  model.train(wasTraining);
  return outcome;
}

/** Multiply-adds that the definition does in seconds. */
const affordable = 5e7;

/** Roundings add up over the layers, and where two numbers are all but equal they decide which one a pool passes on: so it is
 *  the distance of all elements together that counts, as a share of their length. */
const allowed = { scores: 1e-4, gradient: 1e-2 } as const;

/** Compares a network with the reference in float64 where that can afford it, else with the cpu device on one thread. */
export function checkOf(table: ModelTable, pass: "forward" | "step", lab: Lab) {
  const expected = once(async () => {
    const isSmall = summarize(table).totals.macs <= affordable;
    const device = isSmall ? reference({ dtype: "float64" }) : await lab.cpu(1);
    try {
      return await outcomeOf(table, pass, device, makeModel(table, device));
    } finally {
      await device.close();
    }
  });
  return async (device: Device, model: Model): Promise<number> => {
    const [got, wanted] = [await outcomeOf(table, pass, device, model), await expected()];
    const scores = distance(got.scores, wanted.scores) / allowed.scores;
    return Math.max(scores, distance(got.gradient, wanted.gradient) / allowed.gradient);
  };
}

/** |a − b| / |b| */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [apart, length] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    apart += (a[i] - b[i]) ** 2;
    length += b[i] ** 2;
  }
  return apart === 0 ? 0 : Math.sqrt(apart / length);
}
