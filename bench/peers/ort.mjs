import { imagesShape, layers, takeParameters } from "./alexnet.mjs";
import { encodeModel } from "./onnx.mjs";

/** ONNX's form of AlexNet for inference: dropout is left out, ReLU is a node of its own (the runtime fuses it). */
function encodeAlexnet(batch, parameters) {
  const nodes = [];
  const weights = [];
  let last = "x";

  const add = (op, names = [], attributes = {}) => {
    const output = `y${nodes.length}`;
    nodes.push({ op, inputs: [last, ...names], output, attributes });
    last = output;
  };
  const addParameters = ({ weight, bias }, shape) => {
    const names = [`w${weights.length}`, `b${weights.length}`];
    weights.push({ name: names[0], shape, data: weight }, { name: names[1], shape: [shape[0]], data: bias });
    return names;
  };

  for (const [i, layer] of layers.entries()) {
    if (layer.op === "conv") {
      const { from, to, kernel, stride, pad } = layer;
      const names = addParameters(parameters[i], [to, from, kernel, kernel]);
      add("Conv", names, { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad] });
      add("Relu");
    } else if (layer.op === "linear") {
      add("Gemm", addParameters(parameters[i], [layer.to, layer.from * layer.kernel ** 2]), { transB: 1 });
      if (layer.relu) add("Relu");
    } else if (layer.op === "pool") {
      add("MaxPool", [], { kernel_shape: [3, 3], strides: [2, 2] });
    } else if (layer.op === "flatten") {
      add("Flatten");
    }
  }
  return encodeModel({ inputs: { x: imagesShape(batch) }, outputs: { [last]: [batch, 1000] }, nodes, weights });
}

const noTraining = "onnxruntime's npm packages run inference only";

/**
 * The tasks of either build of ONNX Runtime.
 * @param {typeof import("onnxruntime-common")} ort
 * @param {(threads: number) => object} options session options
 * @param {(threads: number) => number} threadsInUse asked once a session exists
 */
export function ortTasks(ort, options, threadsInUse) {
  const take = (given, shape) => new ort.Tensor("float32", given.take(shape), shape);
  const job = async (model, feeds, threads) => {
    const session = await ort.InferenceSession.create(model, options(threads));
    const run = () => session.run(feeds);
    return { run, check: async () => (await run())[session.outputNames[0]].data, threads: threadsInUse(threads) };
  };

  return {
    gemm({ threads, given }) {
      const shape = [1024, 1024];
      const nodes = [{ op: "MatMul", inputs: ["a", "b"], output: "c" }];
      const model = encodeModel({ inputs: { a: shape, b: shape }, outputs: { c: shape }, nodes });
      return job(model, { a: take(given, shape), b: take(given, shape) }, threads);
    },
    forward({ threads, batch, given }) {
      const model = encodeAlexnet(batch, takeParameters(given));
      return job(model, { x: take(given, imagesShape(batch)) }, threads);
    },
    train: noTraining,
    cifar: noTraining,
  };
}
