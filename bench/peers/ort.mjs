import { create, toBinary } from "@bufbuild/protobuf";
import { modelTable } from "../../dist/src/models/index.js";
import { trace } from "../../dist/src/models/trace.js";
import { encodeOnnx } from "../../dist/src/onnx/index.js";
import { ModelProtoSchema } from "../../dist/src/onnx/onnx_pb.js";
import { imagesShape, takeParameters } from "./alexnet.mjs";

/** AlexNet as alexgrad exports it; ReLU is a node of its own (the runtime fuses it). */
function encodeAlexnet(batch, parameters) {
  const table = modelTable("torchvision");
  const keys = trace(table).flatMap(({ key, weights }) => (weights === null ? [] : [{ key, shape: weights }]));
  const tensors = parameters
    .filter((parameter) => parameter !== null)
    .flatMap(({ weight, bias }, i) => [
      [`${keys[i].key}.weight`, { shape: keys[i].shape, data: weight }],
      [`${keys[i].key}.bias`, { shape: [bias.length], data: bias }],
    ]);
  return encodeOnnx(table, tensors, { batch });
}

/** c = a · b, both given with each run. */
function encodeProduct(shape) {
  const dim = shape.map((size) => ({ value: { case: "dimValue", value: BigInt(size) } }));
  const value = (name) => ({ name, type: { tensorType: { elemType: 1, shape: { dim } } } });
  const graph = {
    name: "product",
    node: [{ opType: "MatMul", input: ["a", "b"], output: ["c"] }],
    input: [value("a"), value("b")],
    output: [value("c")],
  };
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, { irVersion: 8n, opsetImport: [{ version: 17n }], graph }),
  );
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
      const model = encodeProduct(shape);
      return job(model, { a: take(given, shape), b: take(given, shape) }, threads);
    },
    forward({ threads, batch, given }) {
      const model = encodeAlexnet(batch, takeParameters(given));
      return job(model, { images: take(given, imagesShape(batch)) }, threads);
    },
    train: noTraining,
    cifar: noTraining,
  };
}
