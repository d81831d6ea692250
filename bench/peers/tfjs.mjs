import * as tf from "@tensorflow/tfjs";
import { initialize, layers, uniform } from "./alexnet.mjs";

// Both backends compute inside the call of an op and use one thread in Node. Images are NHWC, tfjs's own layout.

/** Bias and ReLU fused into the product: what inference uses. */
const fused = {
  conv: (x, filter, bias, { stride, pad }) =>
    tf.fused.conv2d({ x, filter, bias, strides: stride, pad, dimRoundingMode: "floor", activation: "relu" }),
  linear: (a, b, bias, { relu }) => tf.fused.matMul({ a, b, bias, activation: relu ? "relu" : "linear" }),
};

/** Separate ops: the gradient of the fused convolution would compute the images' gradient too, which nobody needs. */
const separate = {
  conv: (x, filter, bias, { stride, pad }) =>
    tf.conv2d(x, filter, stride, pad, "NHWC", [1, 1], "floor").add(bias).relu(),
  linear(x, weight, bias, { relu }) {
    const y = tf.matMul(x, weight).add(bias);
    return relu ? y.relu() : y;
  },
};

function createParameters() {
  return layers.map((layer) => {
    if (layer.op !== "conv" && layer.op !== "linear") return [];
    const { from, to, kernel } = layer;
    const { weight, bias } = initialize(layer);
    const shape = layer.op === "conv" ? [kernel, kernel, from, to] : [from, to];
    return [tf.variable(tf.tensor(weight, shape)), tf.variable(tf.tensor(bias, [to]))];
  });
}

function apply(ops, parameters, images, dropout = 0) {
  return layers.reduce((x, layer, i) => {
    const [weight, bias] = parameters[i];
    if (layer.op === "conv") return ops.conv(x, weight, bias, layer);
    if (layer.op === "linear") return ops.linear(x, weight, bias, layer);
    if (layer.op === "pool") return tf.maxPool(x, 3, 2, "valid");
    if (layer.op === "flatten") return x.reshape([x.shape[0], -1]);
    return dropout > 0 ? tf.dropout(x, dropout) : x;
  }, images);
}

const createImages = (batch) => tf.tensor(uniform(batch * 224 * 224 * 3), [batch, 224, 224, 3]);

/** @type {import("./protocol.mjs").Task} */
export function gemm() {
  const [a, b] = [0, 1].map(() => tf.tensor(uniform(1024 * 1024), [1024, 1024]));
  return { round: () => tf.matMul(a, b).dispose(), threads: 1 };
}

/** @type {import("./protocol.mjs").Task} */
export function forward({ batch }) {
  const parameters = createParameters();
  const images = createImages(batch);
  return { round: () => tf.tidy(() => apply(fused, parameters, images)).dispose(), threads: 1 };
}

/** @type {import("./protocol.mjs").Task} */
export function train({ batch }) {
  const parameters = createParameters();
  const images = createImages(batch);
  const labels = tf.oneHot(tf.randomUniform([batch], 0, 1000, "int32"), 1000);
  const optimizer = tf.train.momentum(0.01, 0.9);
  const variables = new Map(parameters.flat().map((variable) => [variable.name, variable]));

  const loss = () => tf.losses.softmaxCrossEntropy(labels, apply(separate, parameters, images, 0.5));
  const round = () =>
    tf.tidy(() => {
      const { grads } = tf.variableGrads(loss);
      const decayed = Object.entries(grads).map(([name, grad]) => [name, grad.add(variables.get(name).mul(5e-4))]);
      optimizer.applyGradients(Object.fromEntries(decayed));
    });
  // No warm-up: one step takes minutes, so that the time before V8 has optimized the loops does not count.
  return { round, threads: 1, warmup: 0 };
}
