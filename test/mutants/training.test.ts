import { expect, it } from "vitest";
import { bugDevice } from "../../docs/museum/bugDevice.ts";
import { exhibits } from "../../docs/museum/exhibits/index.ts";
import { backward } from "../../src/core/backward.ts";
import { Rng } from "../../src/core/rng.ts";
import { handleOf, type Tensor } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import { ReferenceDevice } from "../../src/devices/reference.ts";
import { conv2d, crossEntropy, flatten, linear, maxPool2d, relu } from "../../src/ops/index.ts";
import { SGD } from "../../src/optim/index.ts";

/** Trains a little net, and tells its losses and its first gradients. */
function train(device: ReferenceDevice): { losses: number[]; gradients: number[][] } {
  const rng = new Rng(5);
  const drawn = (shape: number[], requiresGrad = true) => {
    const size = shape.reduce((product, dim) => product * dim, 1);
    return tensor(
      Float64Array.from({ length: size }, () => rng.uniform(-1, 1)),
      shape,
      { device, requiresGrad },
    );
  };
  const x = drawn([3, 1, 5, 5], false);
  const [kernel, weight] = [drawn([2, 1, 2, 2]), drawn([3, 18])];
  const peek = (of: Tensor) => [...device.peek(handleOf(of))];
  const optimizer = new SGD([kernel, weight], { lr: 0.05 });
  let gradients: number[][] = [];
  const losses = Array.from({ length: 20 }, () => {
    const pooled = maxPool2d(relu(conv2d(x, kernel)), { kernel: 2, stride: 1 });
    const loss = crossEntropy(linear(flatten(pooled), weight), [0, 1, 2]);
    optimizer.zeroGrad();
    backward(loss);
    if (gradients.length === 0) gradients = [kernel, weight].map(({ grad }) => peek(grad!));
    optimizer.step();
    return peek(loss)[0]!;
  });
  return { losses, gradients };
}

it.each(["max-pool-assign", "conv-weight-assign", "log-softmax-sum", "matmul-inner"])(
  "a training with %s: the first loss is right, the gradients are not, and the loss still falls",
  (id) => {
    const { bug } = exhibits.find((each) => each.id === id)!;
    const [found, wanted] = [train(bugDevice(bug)), train(new ReferenceDevice("float64"))];
    expect(found.losses[0]).toBe(wanted.losses[0]);
    expect(found.gradients).not.toEqual(wanted.gradients);
    expect(found.losses.at(-1)!).toBeLessThan(found.losses[0]!);
  },
);
