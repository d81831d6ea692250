import * as ort from "onnxruntime-web";
import { ortTasks } from "./ort.mjs";
import { serve } from "./protocol.mjs";

/** Where the runtime cannot start threads it puts `numThreads` back to 1. */
const options = (threads) => {
  ort.env.wasm.numThreads = threads;
  return { executionProviders: ["wasm"] };
};

await serve(
  `onnxruntime-web ${ort.env.versions.web} wasm`,
  ortTasks(ort, options, () => ort.env.wasm.numThreads),
);
