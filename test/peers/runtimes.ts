import { createRequire } from "node:module";
import { peers } from "./requirePeers.ts";

/** What is called of ONNX Runtime, in both of its builds. */
interface Runtime {
  readonly env: { readonly wasm: { numThreads?: number } };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => { readonly data: unknown };
  readonly InferenceSession: { create(model: Uint8Array | string, options?: object): Promise<Session> };
}

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, object>>): Promise<Readonly<Record<string, { readonly data: unknown }>>>;
  release(): Promise<void>;
}

const require = createRequire(new URL("package.json", peers));
const node: Runtime = require("onnxruntime-node");
const web: Runtime = require("onnxruntime-web");
// One thread is enough, and ends with the process.
web.env.wasm.numThreads = 1;

type Run = (model: Uint8Array | string, images: Float32Array, shape: readonly number[]) => Promise<Float32Array>;

/** What ONNX Runtime's two builds make of a model and images; Node's takes a file's path too, as weights beside it ask for. */
export const runtimes: Readonly<Record<"onnxruntime-node" | "onnxruntime-web", Run>> = {
  "onnxruntime-node": (...given) => scores(node, {}, ...given),
  "onnxruntime-web": (...given) => scores(web, { executionProviders: ["wasm"] }, ...given),
};

async function scores(
  { Tensor, InferenceSession }: Runtime,
  options: object,
  ...[model, images, shape]: Parameters<Run>
): Promise<Float32Array> {
  const session = await InferenceSession.create(model, options);
  try {
    const outputs = await session.run({ [session.inputNames[0]!]: new Tensor("float32", images, shape) });
    return outputs[session.outputNames[0]!]!.data as Float32Array;
  } finally {
    await session.release();
  }
}
