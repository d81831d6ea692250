import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { serve } from "./protocol.mjs";
import { forward, gemm } from "./tfjs.mjs";

const noTraining = "the wasm backend has no kernel Conv2DBackpropFilter";

await tf.setBackend("wasm");
await serve(`tfjs ${tf.version.tfjs} wasm`, { gemm, forward, train: noTraining, cifar: noTraining });
