import { constant, gaussian } from "../../nn/init.ts";
import { conv, dropout, flatten, linear, localResponseNorm, type ModelTable, maxPool, relu } from "../table.ts";

const zero = { weightInit: gaussian({ std: 0.01 }), biasInit: constant(0) };
/** 0.1 where the paper has 1, with which Caffe's authors saw the loss stay flat. */
const tenth = { weightInit: gaussian({ std: 0.01 }), biasInit: constant(0.1) };
const hidden = { weightInit: gaussian({ std: 0.005 }), biasInit: constant(0.1) };

/** The prototxt leaves k at Caffe's default of 1; Caffe divides α by the window's size. */
const norm = localResponseNorm({ size: 5, k: 1, alpha: 1e-4, beta: 0.75 });
/** Caffe rounds the size up, which makes no difference at 227 but does at 224. */
const pool = maxPool({ kernel: 3, stride: 2, ceilMode: true });

export const caffe: ModelTable = {
  name: "caffe",
  description: "AlexNet as Caffe ships it (BVLC/caffe, models/bvlc_alexnet/train_val.prototxt).",
  input: [3, 227, 227],
  classes: 1000,
  layers: [
    conv("conv1", 96, { kernel: 11, stride: 4, ...zero }),
    relu,
    norm,
    pool,
    conv("conv2", 256, { kernel: 5, padding: 2, groups: 2, ...tenth }),
    relu,
    norm,
    pool,
    conv("conv3", 384, { kernel: 3, padding: 1, ...zero }),
    relu,
    conv("conv4", 384, { kernel: 3, padding: 1, groups: 2, ...tenth }),
    relu,
    conv("conv5", 256, { kernel: 3, padding: 1, groups: 2, ...tenth }),
    relu,
    pool,
    flatten,
    linear("fc6", 4096, hidden),
    relu,
    dropout({ p: 0.5 }),
    linear("fc7", 4096, hidden),
    relu,
    dropout({ p: 0.5 }),
    linear("fc8", "classes", zero),
  ],
};
