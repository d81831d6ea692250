import { cpu } from "../../../src/devices/cpu/index.node.ts";
import { gpu } from "../../../src/devices/gpu/index.node.ts";
import { chooseDevice, device } from "../../../src/devices/index.node.ts";
import * as ag from "../../../src/index.ts";
import { type Calls, call, make, method, type World } from "./call.ts";

const oneMethod = (name: string) => (w: World) => method(w.t(2), name);

function cube(w: World) {
  return ag.defineOp({
    name: "cube",
    inputs: ["x"],
    infer: ({ x }) => ({ shape: x }),
    forward: (k, { x }, g) => k.relu(g.shape, x),
  })(w.t(2));
}

/** Tensors, the graph, random numbers and devices. */
export const core: Calls = {
  backward: (w) => call(ag.backward, w.p(2).sum(), undefined, { createGraph: true, retainGraph: true }),
  grad: (w) => {
    const x = w.p(2);
    const gradOutputs = [w.t(2)];
    return call(ag.grad, x.mul(x), [x], { createGraph: true, retainGraph: true, gradOutputs, allowUnused: false });
  },
  graphOf: (w) => call(ag.graphOf, [w.p(2).neg(), w.p(2).sum()]),
  describeGraph: (w) => {
    const x = w.p(2);
    return call(ag.describeGraph, x.mul(x), { names: { x }, width: 80 });
  },
  "GradFn.backward": (w) => method(w.p(2).exp().gradFn!, "backward", w.t(2), { createGraph: true }),
  "GradFn.toString": (w) => method(w.p(2).exp().gradFn!, "toString"),
  "GradFn.toJSON": (w) => method(w.p(2).exp().gradFn!, "toJSON"),
  customGradient: (w) =>
    call(
      (...args: Parameters<typeof ag.customGradient>) =>
        ag.backward(
          ag
            .customGradient(...args)(w.p(2))
            .sum(),
        ),
      (x: ag.Tensor) => x.mul(x),
      (dy: ag.Tensor, inputs?: ag.Tensor[]) => [dy.mul(inputs?.[0] ?? 2)],
    ),
  defineOp: (w) => call(() => cube(w)),
  detectAnomaly: (w) => call(ag.detectAnomaly, () => w.t(2).neg()),
  enableGrad: (w) => call(ag.enableGrad, () => w.p(2).neg()),
  noGrad: (w) => call(ag.noGrad, () => w.p(2).neg()),
  scope: (w) => call(ag.scope, () => [w.p(2).neg()]),
  keep: (w) => call(ag.keep, w.t(2)),
  defaultDevice: () => call(ag.defaultDevice),
  setDefaultDevice: (w) => call(ag.setDefaultDevice, w.device),
  manualSeed: () => call(ag.manualSeed, 3),
  reference: () => call(ag.reference, { dtype: "float64" }),
  Rng: () => make(ag.Rng, { key: [1, 2], position: 3, spareNormal: null }),
  "Rng.fork": (w) => method(w.rng, "fork", "layer", 3),
  "Rng.uint32": (w) => method(w.rng, "uint32"),
  "Rng.uniform": (w) => method(w.rng, "uniform", -1, 1),
  "Rng.int": (w) => method(w.rng, "int", 10),
  "Rng.normal": (w) => method(w.rng, "normal", 0, 1),
  "Rng.permutation": (w) => method(w.rng, "permutation", 5),
  Tensor: (w) => call(ag.tensor, [1, 2], [2], { device: w.device }),
  "Tensor.requiresGrad": (w) => method(w.t(2), "requiresGrad", true),
  "Tensor.retainGrad": (w) => method(w.p(2).neg(), "retainGrad"),
  "Tensor.registerHook": (w) => {
    const x = w.p(2);
    return call(
      (hook: ag.Hook) => {
        x.registerHook(hook);
        x.mul(x).sum().backward();
      },
      (dy: ag.Tensor) => dy,
    );
  },
  "Tensor.copyFrom": (w) => method(w.p(2), "copyFrom", w.t(2)),
  "Tensor.to": (w) => method(w.p(2), "to", w.exact),
  "Tensor.item": (w) => method(w.t(1), "item"),
  ...Object.fromEntries(
    ["zeroGrad", "detach", "data", "toArray", "dispose", "keep", "toString"].map((name) => [
      `Tensor.${name}`,
      oneMethod(name),
    ]),
  ),
  "Tensor.print": (w) => {
    const x = w.t(2);
    return call(async (...args: Parameters<typeof x.print>) => {
      const { log } = console;
      console.log = () => {};
      await x.print(...args).finally(() => {
        console.log = log;
      });
    });
  },
  cpu: () =>
    call(async (...args: Parameters<typeof cpu>) => (await cpu(...args)).close(), { threads: 1, simd: "strict" }),
  gpu: () => call(gpu, { backend: "webgpu", fallback: "error", products: "tiled" }),
  device: () => call(async (...args: Parameters<typeof device>) => (await device(...args)).close(), "reference", {}),
  chooseDevice: () => call(chooseDevice, 3),
};
