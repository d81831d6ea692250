import { describe, expect, it } from "vitest";
import { crossEntropy, noGrad, Rng, randn, reference, scope } from "../../src/index.ts";
import { buildModel, type InputShape, summarize } from "../../src/models/index.ts";
import { Adam } from "../../src/optim/index.ts";

const device = reference();
const sizes = Array.from({ length: 57 }, (_, i) => 8 + i);

/** Each layer's output by name. */
function shapes(input: InputShape): Map<string, readonly number[]> {
  return new Map(summarize("alexnet-small", { input }).layers.map(({ name, outputShape }) => [name, outputShape]));
}

describe("alexnet-small", () => {
  it("has AlexNet's layers in AlexNet's order", () => {
    const order = (name: "alexnet-small" | "paper2012") => summarize(name).layers.map((layer) => layer.name);
    expect(order("alexnet-small")).toEqual(order("paper2012"));
  });

  it.each(sizes)("fits %i×%i images", (size) => {
    for (const channels of [1, 3]) {
      const pooled = shapes([channels, size, size]).get("pool5")!;
      expect(pooled[1]).toBe(pooled[2]);
      expect(pooled[1]).toBeGreaterThanOrEqual(size < 9 ? 1 : 2);
      expect(pooled[1]).toBeLessThanOrEqual(4);
    }
  });

  it("fits images that are no square", () => {
    expect(shapes([3, 16, 64]).get("pool5")).toEqual([32, 2, 8]);
  });

  it("costs about a million multiplications for a 32×32 image", () => {
    const { macs } = summarize("alexnet-small").totals;
    expect(macs).toBeGreaterThan(0.8e6);
    expect(macs).toBeLessThan(1.2e6);
  });

  it.each([2, 10, 50])("begins with a loss of ln %i", async (classes) => {
    const model = buildModel("alexnet-small", { classes, rng: new Rng(3), device });
    const labels = Array.from({ length: classes }, (_, i) => i);
    const x = randn([classes, 3, 32, 32], { device, rng: new Rng(4) });
    const loss = await noGrad(() => crossEntropy(model.forward(x), labels)).item();
    expect(Math.abs(loss / Math.log(classes) - 1)).toBeLessThan(0.05);
  });

  it("learns 20 random images by heart", async () => {
    const input: InputShape = [3, 8, 8];
    const model = buildModel("alexnet-small", { input, dropout: 0, rng: new Rng(1), device });
    const optimizer = new Adam(model.parameters(), { lr: 0.002 });
    const images = randn([20, ...input], { device, rng: new Rng(2) });
    const labels = Array.from({ length: 20 }, (_, i) => i % 10);
    let loss = Number.POSITIVE_INFINITY;
    for (let step = 0; step < 150 && loss > 0.01; step++) {
      using value = scope(() => {
        const mean = crossEntropy(model.forward(images), labels);
        optimizer.zeroGrad();
        mean.backward();
        optimizer.step();
        return mean.detach();
      });
      loss = await value.item();
    }
    expect(loss).toBeLessThan(0.01);
  });
});
