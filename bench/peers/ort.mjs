import { initialize, layers, uniform } from "./alexnet.mjs";
import { encodeModel } from "./onnx.mjs";

/** ONNX's form of AlexNet for inference: dropout is left out, ReLU is a node of its own (the runtime fuses it). */
function encodeAlexnet(batch) {
  const nodes = [];
  const weights = [];
  let last = "x";

  const add = (op, parameters = [], attributes = {}) => {
    const output = `y${nodes.length}`;
    nodes.push({ op, inputs: [last, ...parameters], output, attributes });
    last = output;
  };
  const addParameters = (layer, shape) => {
    const { weight, bias } = initialize(layer);
    const names = [`w${weights.length}`, `b${weights.length}`];
    weights.push({ name: names[0], shape, data: weight }, { name: names[1], shape: [layer.to], data: bias });
    return names;
  };

  for (const layer of layers) {
    if (layer.op === "conv") {
      const { from, to, kernel, stride, pad } = layer;
      const names = addParameters(layer, [to, from, kernel, kernel]);
      add("Conv", names, { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad] });
      add("Relu");
    } else if (layer.op === "linear") {
      add("Gemm", addParameters(layer, [layer.to, layer.from]), { transB: 1 });
      if (layer.relu) add("Relu");
    } else if (layer.op === "pool") {
      add("MaxPool", [], { kernel_shape: [3, 3], strides: [2, 2] });
    } else if (layer.op === "flatten") {
      add("Flatten");
    }
  }
  return encodeModel({ inputs: { x: [batch, 3, 224, 224] }, outputs: { [last]: [batch, 1000] }, nodes, weights });
}

const noTraining = "onnxruntime's npm packages run inference only";

/**
 * The tasks of either build of ONNX Runtime.
 * @param {typeof import("onnxruntime-common")} ort
 * @param {(threads: number) => object} options session options
 * @param {(threads: number) => number} threadsInUse asked once a session exists
 */
export function ortTasks(ort, options, threadsInUse) {
  const tensor = (shape) => new ort.Tensor("float32", uniform(shape.reduce((a, b) => a * b)), shape);
  const job = async (model, feeds, threads) => {
    const session = await ort.InferenceSession.create(model, options(threads));
    return { round: () => session.run(feeds), threads: threadsInUse(threads) };
  };

  return {
    gemm({ threads }) {
      const shape = [1024, 1024];
      const nodes = [{ op: "MatMul", inputs: ["a", "b"], output: "c" }];
      const model = encodeModel({ inputs: { a: shape, b: shape }, outputs: { c: shape }, nodes });
      return job(model, { a: tensor(shape), b: tensor(shape) }, threads);
    },
    forward: ({ threads, batch }) => job(encodeAlexnet(batch), { x: tensor([batch, 3, 224, 224]) }, threads),
    train: noTraining,
    cifar: noTraining,
  };
}
