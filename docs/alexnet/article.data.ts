import { conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import { modelTable, summarize } from "../../src/models/index.ts";
import { sigmoid } from "../../src/ops/index.ts";
import { made, values } from "../widgets/core/library.ts";
import { show } from "../widgets/core/numbers.ts";

const paper = summarize("paper2012");
const article = summarize("article");

const count = (value: number) => value.toLocaleString("en-US");
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

const outputs = (kinds: readonly string[], summary = paper) =>
  summary.layers.filter(({ kind }) => kinds.includes(kind)).map(({ outputShape }) => outputShape.at(-1));

/** How many windows a first layer of 3×3 in steps of 4 makes of 227 pixels with that padding in all. */
const windows = (padding: number) => {
  const pads = { left: 0, right: padding, top: 0, bottom: padding };
  return conv2dGeometry("conv2d", [1, 3, 227, 227], [96, 3, 3, 3], { stride: 4, padding: pads }).oh;
};

const linear = paper.layers.filter(({ kind }) => kind === "linear");
const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
const slope = (() => {
  const y = values(sigmoid(made([0], [1])))[0]!;
  return y * (1 - y);
})();
/** Images of ILSVRC-2010's training set, by the paper's section 2. */
const images = 1.2e6;

export default {
  load: () => ({
    paperSizes: outputs(["conv"]).join(", "),
    articleSizes: [227, ...outputs(["maxPool"], article)].join(" → "),
    timesAsMany: (article.totals.macs / paper.totals.macs).toFixed(0),
    windows: [0, 1, 2, 3].map(windows).join(", "),
    moreWindows: windows(4),
    normalized: modelTable("alexnet-bn").layers.filter(({ kind }) => kind === "batchNorm").length,
    sigmoid: show(slope),
    fifteen: show(slope ** 15),
    image: `${Math.round((4 * 3 * 227 * 227) / 1000)} kB`,
    all: `${Math.round((images * 3 * 256 * 256) / 1e9)} GB`,
    macs: count(paper.totals.macs),
    parameters: count(paper.totals.parameters),
    bytes: megabytes(paper.totals.parameterBytes),
    training: megabytes(3 * paper.totals.parameterBytes),
    activations: megabytes(paper.totals.activationBytes),
    linearParameters: percent(sum(linear.map(({ parameters }) => parameters)), paper.totals.parameters),
    linearMacs: percent(sum(linear.map(({ macs }) => macs)), paper.totals.macs),
    convolutions: count(paper.totals.parameters - sum(linear.map(({ parameters }) => parameters))),
  }),
};

export declare const data: Record<string, string>;
