import { describe, expect, it } from "vitest";
import * as ag from "../../src/index.ts";

const device = ag.reference({ dtype: "float64" });

describe("dropout", () => {
  const x = ag.ones([4000], { device });
  const counted = async (y: ag.Tensor) => [...(await y.data())].filter((value) => value === 0).length / 4000;

  it("drops a share p and scales the rest, so that the mean stays", async () => {
    const y = ag.dropout(x, { p: 0.3, rng: new ag.Rng(1) });
    expect(await counted(y)).toBeCloseTo(0.3, 1);
    expect(await y.max().item()).toBeCloseTo(1 / 0.7, 14);
    expect(await y.mean().item()).toBeCloseTo(1, 1);
  });

  it("in its form of 2012 scales in evaluation instead", async () => {
    const trained = ag.dropout(x, { inverted: false, rng: new ag.Rng(1) });
    expect(await trained.max().item()).toBe(1);
    const evaluated = ag.dropout(x, { inverted: false, training: false });
    expect(await evaluated.mean().item()).toBe(0.5);
    expect(await ag.dropout(x, { training: false }).mean().item()).toBe(1);
  });

  it("is a function of its stream: equal seeds give equal masks, on float32 too", async () => {
    const mask = async (dtype: "float32" | "float64", seed: number) => [
      ...(await ag.dropout(ag.ones([64], { device: ag.reference({ dtype }) }), { rng: new ag.Rng(seed) }).data()),
    ];
    expect(await mask("float32", 3)).toEqual(await mask("float64", 3));
    expect(await mask("float64", 3)).not.toEqual(await mask("float64", 4));
  });

  it("draws from the default stream, which manualSeed restarts", async () => {
    ag.manualSeed(11);
    const first = await ag.dropout(x).data();
    const second = await ag.dropout(x).data();
    ag.manualSeed(11);
    expect(await ag.dropout(x).data()).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it("hands the gradient through its mask", async () => {
    const z = ag.tensor([1, 2, 3, 4, 5, 6, 7, 8], { device, requiresGrad: true });
    const y = ag.dropout(z, { rng: new ag.Rng(2) });
    const kept = [...(await y.data())].map((value) => (value === 0 ? 0 : 2));
    const [dz] = ag.grad(y.sum(), [z]);
    expect([...(await dz!.data())]).toEqual(kept);
  });
});
