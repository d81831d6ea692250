import { constant, gaussian } from "../../nn/init.ts";
import { conv, dropout, flatten, linear, localResponseNorm, type ModelTable, maxPool, relu } from "../table.ts";

const narrow = gaussian({ std: 0.01 });
const wide = gaussian({ std: 0.03 });
const zero = constant(0);
const one = constant(1);

/** α is divided by the number of elements in the window, and k is the run's minDiv: taken for both kinds, as the run file
 *  that would tell them apart is not at hand. */
const across = localResponseNorm({ size: 5, k: 2, alpha: 1e-4, beta: 0.75 });
const within = localResponseNorm({ size: 5, k: 2, alpha: 1e-3, beta: 0.75, channels: "within" });
/** Sizes are rounded up: the last of conv1's windows hangs three pixels over the edge, which makes 55 of 224. */
const pool = maxPool({ kernel: 3, stride: 2, ceilMode: true });
/** Masks in training, × 0.5 in evaluation. */
const drop = dropout({ p: 0.5, inverted: false });

/** Where it differs from the paper's text: the input's size, σ = 0.03 in conv3 to conv5, conv1 normalized and pooled
 *  before its ReLU, a second normalization within the maps of conv2, α divided. */
export const code2012: ModelTable = {
  name: "code2012",
  description: "AlexNet as the released code ran it (computerhistory/AlexNet-Source-Code, layers-145.cfg).",
  input: [3, 224, 224],
  classes: 1000,
  layers: [
    conv("conv1", 96, { kernel: 11, stride: 4, ceilMode: true, weightInit: narrow, biasInit: zero }),
    across,
    pool,
    relu,
    conv("conv2", 256, { kernel: 5, padding: 2, groups: 2, weightInit: narrow, biasInit: one }),
    relu,
    across,
    within,
    pool,
    conv("conv3", 384, { kernel: 3, padding: 1, weightInit: wide, biasInit: zero }),
    relu,
    conv("conv4", 384, { kernel: 3, padding: 1, groups: 2, weightInit: wide, biasInit: one }),
    relu,
    conv("conv5", 256, { kernel: 3, padding: 1, groups: 2, weightInit: wide, biasInit: one }),
    relu,
    pool,
    flatten,
    linear("fc6", 4096, { weightInit: narrow, biasInit: one }),
    relu,
    drop,
    linear("fc7", 4096, { weightInit: narrow, biasInit: one }),
    relu,
    drop,
    linear("fc8", "classes", { weightInit: narrow, biasInit: zero }),
  ],
};
