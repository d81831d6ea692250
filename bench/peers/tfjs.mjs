import * as tf from "@tensorflow/tfjs";
import { imagesShape, layers, takeParameters } from "./alexnet.mjs";

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

/** A parameter in tfjs's layout: filters as [height, width, from, to], and linear layers take what NHWC images flatten to. */
function layOut(layer, { weight, bias }) {
  const { from, to, kernel } = layer;
  const filter = tf.tensor(weight, [to, from, kernel, kernel]).transpose([2, 3, 1, 0]);
  return [layer.op === "conv" ? filter : filter.reshape([kernel * kernel * from, to]), tf.tensor(bias, [to])];
}

const layOutAll = (parameters) => layers.map((layer, i) => (parameters[i] ? layOut(layer, parameters[i]) : []));

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

const take = (given, shape) => tf.tensor(given.take(shape), shape);

const takeImages = (given, batch) => tf.tidy(() => take(given, imagesShape(batch)).transpose([0, 2, 3, 1]));

/** @returns {import("./protocol.mjs").Job} */
const inference = (compute) => ({
  run: () => tf.tidy(compute).dispose(),
  check: () => tf.tidy(() => compute().dataSync()),
  threads: 1,
});

/** @type {import("./protocol.mjs").Task} */
export function gemm({ given }) {
  const [a, b] = [0, 1].map(() => take(given, [1024, 1024]));
  return inference(() => tf.matMul(a, b));
}

/** @type {import("./protocol.mjs").Task} */
export function forward({ batch, given }) {
  const parameters = tf.tidy(() => layOutAll(takeParameters(given)));
  const images = takeImages(given, batch);
  return inference(() => apply(fused, parameters, images));
}

/** @type {import("./protocol.mjs").Task} */
export function train({ batch, given }) {
  const start = takeParameters(given);
  const images = takeImages(given, batch);
  const labels = tf.oneHot(tf.tensor(given.take([batch]), [batch], "int32"), 1000);
  const parameters = tf.tidy(() => layOutAll(start).map((layer) => layer.map((value) => tf.variable(value))));
  const variables = parameters.flat();

  const step = (optimizer, dropout) => {
    const loss = () => tf.losses.softmaxCrossEntropy(labels, apply(separate, parameters, images, dropout));
    const { value, grads } = tf.variableGrads(loss);
    const decayed = variables.map((variable) => [variable.name, grads[variable.name].add(variable.mul(5e-4))]);
    optimizer.applyGradients(Object.fromEntries(decayed));
    return value;
  };
  let optimizer = tf.train.momentum(1e-3, 0.9);
  const reset = () => {
    optimizer.dispose();
    optimizer = tf.train.momentum(1e-3, 0.9);
    tf.tidy(() => {
      for (const [i, value] of layOutAll(start).flat().entries()) variables[i].assign(value);
    });
  };
  const check = () => {
    reset();
    const once = tf.train.momentum(1, 0.9);
    const output = tf.tidy(() => {
      const loss = step(once, 0).dataSync();
      const filter = parameters[0][0].transpose([3, 2, 0, 1]).dataSync();
      return Float32Array.of(...loss, ...filter);
    });
    once.dispose();
    reset();
    return output;
  };
  return { run: () => tf.tidy(() => void step(optimizer, 0.5)), check, threads: 1 };
}
