import { constant, gaussian } from "../../nn/init.ts";
import { conv, dropout, flatten, linear, localResponseNorm, type ModelTable, maxPool, relu } from "../table.ts";

const weightInit = gaussian({ std: 0.01 });
const off = { weightInit, biasInit: constant(0) };
/** Section 5: "with the constant 1", so that the ReLUs get positive inputs from the start. */
const on = { weightInit, biasInit: constant(1) };

/** Section 3.3: n = 5, k = 2, α = 1e-4 (not divided by n), β = 0.75. */
const norm = localResponseNorm({ size: 5, k: 2, alpha: 1e-4, beta: 0.75, divideAlpha: false });

/** Section 4.2: outputs are halved in evaluation. */
const drop = dropout({ p: 0.5, inverted: false });

/** The input is 227×227: the paper says 224, which gives no 55×55 with its own 11×11 windows in steps of 4. */
export const paper2012: ModelTable = {
  name: "paper2012",
  description: "AlexNet as the paper's text has it (Krizhevsky, Sutskever & Hinton, NIPS 2012, sections 3 to 5).",
  input: [3, 227, 227],
  classes: 1000,
  layers: [
    conv("conv1", 96, { kernel: 11, stride: 4, ...off }),
    relu,
    norm,
    maxPool({ kernel: 3, stride: 2 }),
    conv("conv2", 256, { kernel: 5, padding: 2, groups: 2, ...on }),
    relu,
    norm,
    maxPool({ kernel: 3, stride: 2 }),
    conv("conv3", 384, { kernel: 3, padding: 1, ...off }),
    relu,
    conv("conv4", 384, { kernel: 3, padding: 1, groups: 2, ...on }),
    relu,
    conv("conv5", 256, { kernel: 3, padding: 1, groups: 2, ...on }),
    relu,
    maxPool({ kernel: 3, stride: 2 }),
    flatten,
    linear("fc6", 4096, on),
    relu,
    drop,
    linear("fc7", 4096, on),
    relu,
    drop,
    linear("fc8", "classes", off),
  ],
};
