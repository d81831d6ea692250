import { describe, expect, it } from "vitest";
import { compareParameters } from "../../src/gradcheck/parameters.ts";
import * as ag from "../../src/index.ts";

const device = ag.reference({ dtype: "float64" });
/** The smallest images that a network takes, where its own are much larger. */
const sizes: Partial<Record<ag.ModelName, number>> = {
  paper2012: 67,
  code2012: 52,
  caffe: 67,
  torchvision: 63,
  article: 32,
  "article-5.1": 57,
  "alexnet-bn": 67,
};

describe.each(ag.modelNames)("%s, narrow", (name) => {
  it("has right gradients by every parameter after some steps of training", async () => {
    const rng = new ag.Rng(3);
    const size = sizes[name];
    const input: ag.InputShape = size === undefined ? ag.modelTable(name).input : [3, size, size];
    const model = ag.buildModel(name, {
      width: name === "article-5.1" ? 1 / 32 : 1 / 16,
      classes: 5,
      input,
      device,
      rng,
    });
    const x = ag.randn([2, ...input], { device, rng });
    const loss = () => {
      ag.seedDropout(model, new ag.Rng(1));
      return ag.crossEntropy(model.forward(x), [0, 3]);
    };
    const optimizer = new ag.SGD(model.parameters(), { lr: 0.01, momentum: 0.9 });
    for (let step = 0; step < 5; step++) {
      ag.scope(() => {
        optimizer.zeroGrad();
        loss().backward();
        optimizer.step();
      });
    }
    const report = compareParameters(loss, model.namedParameters(), { samples: 2 });
    expect(report).toMatchObject({ status: "passed", failures: [], kinks: [] });
    const biases = report.samples.filter(({ parameter }) => parameter.endsWith("bias"));
    expect(biases.length).toBeGreaterThan(report.samples.length / 4);
  });
});
