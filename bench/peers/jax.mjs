import { readFileSync } from "node:fs";
import { defaultDevice, init, jit, lax, nn, numpy as np } from "@jax-js/jax";
import { imagesShape, layers, takeParameters } from "./alexnet.mjs";
import { serve } from "./protocol.mjs";

// An array given to a function is used up; `.ref` keeps it for another use.

const take = (given, shape) => np.array(given.take(shape)).reshape(shape);

function job(compute, inputs) {
  const run = async () => (await compute(...inputs.map((input) => input.ref)).blockUntilReady()).dispose();
  return { run, check: async () => compute(...inputs.map((input) => input.ref)).data(), threads: 1 };
}

/** @type {import("./protocol.mjs").Task} */
function gemm({ given }) {
  return job(np.matmul, [take(given, [1024, 1024]), take(given, [1024, 1024])]);
}

/** Weights and biases as arrays, in pairs. */
function arrays(parameters) {
  return layers.flatMap((layer, i) => {
    if (parameters[i] === null) return [];
    const { from, to, kernel } = layer;
    const shape = layer.op === "conv" ? [to, from, kernel, kernel] : [to, from * kernel ** 2];
    const biasShape = layer.op === "conv" ? [to, 1, 1] : [to];
    return [np.array(parameters[i].weight).reshape(shape), np.array(parameters[i].bias).reshape(biasShape)];
  });
}

function alexnet(images, ...parameters) {
  const rest = [...parameters];
  return layers.reduce((x, layer) => {
    if (layer.op === "pool") return lax.reduceWindow(x, np.max, [3, 3], [2, 2]);
    if (layer.op === "flatten") return x.reshape([x.shape[0], -1]);
    if (layer.op === "dropout") return x;
    const [weight, bias] = rest.splice(0, 2);
    if (layer.op === "linear") {
      const y = np.matmul(x, weight.transpose()).add(bias);
      return layer.relu ? nn.relu(y) : y;
    }
    const { stride, pad } = layer;
    const padding = [pad, pad];
    return nn.relu(lax.convGeneralDilated(x, weight, [stride, stride], [padding, padding]).add(bias));
  }, images);
}

/** @type {import("./protocol.mjs").Task} */
function forward({ batch, given }) {
  const parameters = arrays(takeParameters(given));
  return job(jit(alexnet), [take(given, imagesShape(batch)), ...parameters]);
}

const noTraining = "the gradients of its convolutions take minutes on its wasm backend";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.resolve("@jax-js/jax"))));
await init("wasm");
defaultDevice("wasm");
await serve(`jax-js ${version} wasm`, { gemm, forward, train: noTraining, cifar: noTraining });
