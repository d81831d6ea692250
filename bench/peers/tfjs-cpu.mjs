import * as tf from "@tensorflow/tfjs";
import { serve } from "./protocol.mjs";
import { forward, gemm, train } from "./tfjs.mjs";

await tf.setBackend("cpu");
await serve(`tfjs ${tf.version.tfjs} cpu`, { gemm, forward, train, cifar: "one step would take about ten minutes" });
