import * as node from "onnxruntime-node";
import * as web from "onnxruntime-web";

// One thread is enough, and ends with the process.
web.env.wasm.numThreads = 1;

/** What ONNX Runtime's two builds make of a model and images; Node's takes a file's path too, as weights beside it ask for. */
export const runtimes: Readonly<
  Record<
    "onnxruntime-node" | "onnxruntime-web",
    (model: Uint8Array | string, images: Float32Array, shape: readonly number[]) => Promise<Float32Array>
  >
> = {
  "onnxruntime-node": async (model, images, shape) =>
    scores(node, await node.InferenceSession.create(model as string), images, shape),
  "onnxruntime-web": async (model, images, shape) =>
    scores(
      web,
      await web.InferenceSession.create(model as Uint8Array, { executionProviders: ["wasm"] }),
      images,
      shape,
    ),
};

async function scores(
  { Tensor }: Pick<typeof node, "Tensor">,
  session: node.InferenceSession,
  images: Float32Array,
  shape: readonly number[],
): Promise<Float32Array> {
  const outputs = await session.run({ [session.inputNames[0]!]: new Tensor("float32", images, shape) });
  const output = outputs[session.outputNames[0]!]!;
  const data = output.data as Float32Array;
  await session.release();
  return data;
}
