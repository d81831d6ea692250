import { grad } from "../../src/core/backward.ts";
import { Rng } from "../../src/core/rng.ts";
import { scope } from "../../src/core/scope.ts";
import { handleOf } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import type { Floats } from "../../src/devices/device.ts";
import { ReferenceDevice } from "../../src/devices/reference.ts";
import type { Bug } from "./bug.ts";
import { bugDevice } from "./bugDevice.ts";
import { convolution } from "./catalog/convolution.ts";
import { pooling } from "./catalog/pooling.ts";
import { type Geometry, valuesAt } from "./geometry.ts";
import { call } from "./operators.ts";

/** What a test's loss is: the sum of all outputs, their sum under random weights, each output by itself, or both of the
 *  latter, as in the gradient checker. */
export type Loss = "sum" | "weights" | "each" | "full";

/** The bugs in the kernels that the gradients of convolution and max pooling use. */
export const tried: readonly Bug[] = [...convolution, ...pooling].filter(({ name }) =>
  /^(conv2dGrad|maxPool2d)/.test(name),
);

/** Bug by bug, whether a test at a point that compares gradients lets it pass. Values are right under every bug, so are
 *  differences of them: what they would tell is what the right kernels compute. */
export async function* passing(
  points: Readonly<Record<"conv2d" | "maxPool2d", Geometry>>,
  loss: Loss,
): AsyncGenerator<{ readonly bug: Bug; readonly passes: boolean }> {
  const right = new Map<Geometry, Floats[]>();
  const sound = new ReferenceDevice("float64");
  for (const bug of tried) {
    const at = points[bug.ops.includes("conv2d") ? "conv2d" : "maxPool2d"];
    const wanted = right.get(at) ?? gradientsAt(at, loss, sound);
    right.set(at, wanted);
    const found = gradientsAt(at, loss, bugDevice(bug));
    yield { bug, passes: found.every((values, i) => isEqual(values, wanted[i])) };
    // A page answers in between.
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const isEqual = (found: Floats, wanted: Floats) =>
  found.every((value, i) => Math.abs(value - wanted[i]) <= 1e-9 * (1 + Math.abs(wanted[i])));

/** The gradients of a loss by each input, one loss after the other where there are several. */
function gradientsAt(at: Geometry, loss: Loss, device: ReferenceDevice): Floats[] {
  return scope(() => {
    const values = valuesAt(at);
    const inputs = at.shapes.map((shape, i) => tensor(values[i], shape, { device, requiresGrad: true }));
    const y = call(at.op, inputs, at.options);
    return weightsOf(y.size, loss).flatMap((weights) =>
      scope(() => {
        const gradOutputs = [tensor(weights, y.shape, { device })];
        return grad(y, inputs, { gradOutputs, retainGraph: true }).map((each) => device.peek(handleOf(each)).slice());
      }),
    );
  });
}

function weightsOf(size: number, loss: Loss): Float64Array[] {
  if (loss === "sum") return [new Float64Array(size).fill(1)];
  const rng = new Rng(1);
  const weights = Float64Array.from({ length: size }, () => rng.uniform(-1, 1));
  if (loss === "weights") return [weights];
  const each = Array.from({ length: size }, (_, at) => new Float64Array(size).fill(1, at, at + 1));
  return loss === "each" ? each : [weights, ...each];
}
