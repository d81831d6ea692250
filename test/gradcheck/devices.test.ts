import { afterAll, describe, expect, it } from "vitest";
import { referenceKernels } from "../../kernels/reference.ts";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import { ReferenceDevice } from "../../src/devices/reference.ts";
import { alexnetSizes } from "../../src/gradcheck/alexnetSizes.ts";
import { checkOp, opInfos } from "../../src/gradcheck/index.ts";
import { adjointAt } from "../../src/gradcheck/oracles/adjoint.ts";
import { reference } from "../../src/index.ts";

const devices = await Promise.all([1, 2, 3, 4].map((threads) => cpu({ threads })));
afterAll(() => Promise.all(devices.map((device) => device.close())));

describe.each(devices)("on the cpu device with $threads threads", (device) => {
  it.each(opInfos.map((info) => [info.name, info] as const))(
    "%s holds to the reference and the invariants",
    async (_, info) => {
      for (const order of [1, 2] as const) {
        const report = await checkOp(info, { device, order, cases: 6, seed: 1000 + device.threads });
        expect(report.failure).toBeNull();
      }
    },
  );
});

describe("the adjoint identity at AlexNet's sizes", () => {
  // The others take seconds each, most of them in the reference: `alexgrad gradcheck --device cpu`.
  const layers = alexnetSizes.filter(({ op, name }) => name === "conv5" || !["conv2d", "linear"].includes(op));
  it.each(layers.map((layer) => [layer.name, layer] as const))(
    "holds for %s with 1 to 4 threads, and exactly to rounding on the reference in float64",
    async (_, layer) => {
      const at = adjointAt(layer, 1);
      for (const device of devices) expect((await at(device)).reason).toBeNull();
      const { margin, reason } = await at(reference({ dtype: "float64" }));
      expect(reason).toBeNull();
      expect(margin).toBeLessThan(0.5);
    },
  );

  it("sees a gradient that is wrong by a hundredth in one channel of many", async () => {
    const layer = alexnetSizes.find(({ name }) => name === "norm2")!;
    const spoilt = new ReferenceDevice("float32", {
      ...referenceKernels,
      localResponseNormGrad(out, dy, x, g) {
        referenceKernels.localResponseNormGrad(out, dy, x, g);
        for (let i = 0; i < g.h * g.w; i++) out[i] *= 1.01;
      },
    });
    expect((await adjointAt(layer, 1)(spoilt)).reason).toMatch(/^⟨u, J v⟩ = .* by forward mode/);
  });
});
