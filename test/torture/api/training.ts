import { Loader } from "../../../src/data/index.ts";
import * as gradcheck from "../../../src/gradcheck/index.ts";
import * as ag from "../../../src/index.ts";
import * as training from "../../../src/train/index.node.ts";
import { type Calls, call, type World } from "./call.ts";

const task = { input: [3, 32, 32], classes: 10 } as const;
const recipe = () => training.findRecipe("default");

function exact(w: World, ...shape: number[]): ag.Tensor {
  return ag.rand(shape, { device: w.exact, rng: w.rng, low: 0.5, requiresGrad: true });
}

function network(w: World) {
  const model = ag.buildModel({ ...w.table(), input: [3, 32, 32], classes: 10 }, w.layer);
  return { model, optimizer: new ag.SGD(model.parameters(), { lr: 0.1 }), device: w.device, rng: w.rng };
}

function parameters(w: World) {
  const x = exact(w, 2);
  return [() => x.mul(x).sum(), [["x", x]], { samples: 1, seed: 1 }];
}

const info = gradcheck.opInfos.find(({ name }) => name === "neg") ?? gradcheck.opInfos[0];
const rows = [{ op: "neg", attribute: "rank", bucket: "1", order: 1, device: "reference", cases: 3 }];

/** Gradient checks, and what trainings are made of. */
export const checksAndTraining: Calls = {
  gradcheck: (w) =>
    call(gradcheck.gradcheck, (x: ag.Tensor) => x.mul(x), [exact(w, 2)], { order: 1, mode: "full", seed: 1 }),
  compareGradients: (w) =>
    call(gradcheck.compareGradients, (x: ag.Tensor) => x.mul(x), [exact(w, 2)], {
      order: 2,
      mode: "directional",
      seed: 1,
    }),
  compareParameters: (w) => call(gradcheck.compareParameters, ...parameters(w)),
  gradcheckParameters: (w) => call(gradcheck.gradcheckParameters, ...parameters(w)),
  checkOp: (w) =>
    call(gradcheck.checkOp, info, { order: 1, mode: "full", cases: 1, seed: 1, device: w.exact, path: "" }),
  compareDevices: (w) => {
    const input = { shape: [2], domain: gradcheck.between() };
    const run = (x: ag.Tensor) => x.neg();
    return call(gradcheck.compareDevices, { inputs: [input], seed: 1, run, label: "neg" }, w.device, 1);
  },
  describeReport: () =>
    call(gradcheck.describeReport, { status: "passed", failure: null, kinks: [], hints: [], picture: "" }),
  mergeCoverage: () => call(gradcheck.mergeCoverage, rows, rows),
  attribute: () => call(gradcheck.attribute, ["a", "b"], () => "a"),
  opInfo: () => call(gradcheck.opInfo, "neg", gradcheck.shapes(1, 2), () => ({}), {}),
  shapes: () => call(gradcheck.shapes, 1, 2, 3),
  spaced: (w) => call((shift: number) => gradcheck.spaced(shift)(3, w.rng), 0.5),
  between: (w) => call((low: number, high: number) => gradcheck.between(low, high)(3, w.rng), -1, 1),

  evaluate: (w) =>
    call(training.evaluate, network(w).model, new Loader(w.dataset, { batchSize: 6 }), w.device, () => {}),
  lrFind: (w) =>
    call(training.lrFind, {
      ...network(w),
      train: new Loader(w.dataset, { batchSize: 6 }),
      ...{ loss: { labelSmoothing: 0.1 }, from: 1e-3, to: 1, steps: 2 },
    }),
  suggestRate: () => call(training.suggestRate, [{ lr: 1, loss: 1, smoothed: 1 }]),
  makeSchedule: (w) =>
    call(training.makeSchedule, { name: "step", milestones: [1] }, w.sgd(), { stepsPerEpoch: 3, epochs: 4 }),
  findRecipe: () => call(training.findRecipe, "default"),
  recipeTable: () => call(training.recipeTable, recipe(), task),
  recipeModel: (w) => call(training.recipeModel, recipe(), task, w.layer),
  recipeOptimizer: (w) => call(training.recipeOptimizer, recipe(), task, network(w).model),
};
