import * as ort from "onnxruntime-node";
import { ortTasks } from "./ort.mjs";
import { serve } from "./protocol.mjs";

const options = (threads) => ({ executionProviders: ["cpu"], intraOpNumThreads: threads, interOpNumThreads: 1 });

await serve(
  `onnxruntime-node ${ort.env.versions.node}`,
  ortTasks(ort, options, (threads) => threads),
);
