import { noGrad } from "../../src/core/autograd.ts";
import { backward } from "../../src/core/backward.ts";
import { Rng } from "../../src/core/rng.ts";
import { scope } from "../../src/core/scope.ts";
import { sizeOf } from "../../src/core/shape.ts";
import { handleOf, type Tensor } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import type { Device } from "../../src/devices/device.ts";
import { reference } from "../../src/devices/reference.ts";
import { alexnetSizes, type Layer } from "../../src/gradcheck/alexnetSizes.ts";
import type { Group } from "../results.ts";
import { closingOnFailure, contendersOn, draw, errorOf, type Job, once, type Plan, times } from "./lab.ts";
import { operatorWork, workOf } from "./work.ts";

type OperatorPass = "forward" | "backward";

/** Every operator of the table at the sizes that its row gives: forward, and backward alone. */
export const operatorPlans: readonly Plan[] = alexnetSizes.flatMap((layer) => operatorPlan("operator", layer));

/** @param scale the size as a number, where it is one of a curve. */
export function operatorPlan(group: Group, layer: Layer, scale?: number): Plan[] {
  const expected = once(() => expectedOf(layer));
  return (["forward", "backward"] as const).map((pass): Plan => {
    const subject = { group, what: layer.op, size: layer.name, pass, ...(scale !== undefined && { scale }) };
    return {
      ...subject,
      async prepare(lab) {
        const { y } = expected();
        const contenders = await contendersOn(lab, (device) => jobOf(layer, pass, device, expected));
        return closingOnFailure(contenders, async () => {
          const traffic = operatorWork(layer.op, pass, layer.shapes, y.length, layer.window);
          return {
            ...subject,
            shape: layer.shapes.map((shape, i) => `${"xwb"[i]} ${times(shape)}`).join(", "),
            work: workOf(traffic),
            contenders,
            limits: await lab.limits(contenders, traffic),
          };
        });
      },
    };
  });
}

interface Expected {
  readonly y: ArrayLike<number>;
  readonly gradients: readonly ArrayLike<number>[];
}

/** The same numbers on every device. */
function inputsOf({ shapes }: Layer, device: Device, rng = new Rng(1)) {
  return shapes.map((shape) => tensor(draw(sizeOf(shape), rng), shape, { device, requiresGrad: true }));
}

/** The layer's inputs, and what comes from behind. */
function graphOf(layer: Layer, device: Device) {
  const rng = new Rng(1);
  const inputs = inputsOf(layer, device, rng);
  const y = layer.run(...inputs);
  const dy = tensor(draw(y.size, rng), y.shape, { device });
  return { inputs, y, dy };
}

function pull(y: Tensor, dy: Tensor): void {
  scope(() => backward(y, dy, { retainGraph: true }));
}

/** In float64, by the definition. */
function expectedOf(layer: Layer): Expected {
  return scope(() => {
    const device = reference({ dtype: "float64" });
    const { inputs, y, dy } = graphOf(layer, device);
    pull(y, dy);
    return { y: device.peek(handleOf(y)), gradients: inputs.map(({ grad }) => device.peek(handleOf(grad!))) };
  });
}

function jobOf(layer: Layer, pass: OperatorPass, device: Device, expected: () => Expected): Job {
  const terms = Math.max(layer.terms, sizeOf(layer.shapes[1] ?? [0]) / (layer.shapes[1]?.[0] ?? 1));
  if (pass === "forward") {
    const inputs = inputsOf(layer, device);
    return {
      async run() {
        const y = scope(() => noGrad(() => layer.run(...inputs)));
        await device.sync();
        y.dispose();
      },
      async check() {
        const again = scope(() => noGrad(() => layer.run(...inputs)));
        const error = errorOf(await again.data(), expected().y, terms);
        again.dispose();
        return error;
      },
    };
  }
  const { inputs, y, dy } = graphOf(layer, device);
  return {
    async run() {
      pull(y, dy);
      await device.sync();
      for (const input of inputs) input.zeroGrad();
    },
    async check() {
      pull(y, dy);
      const errors: number[] = [];
      for (const [i, input] of inputs.entries()) {
        errors.push(errorOf(await input.grad!.data(), expected().gradients[i], terms));
        input.zeroGrad();
      }
      return Math.max(...errors);
    },
  };
}
