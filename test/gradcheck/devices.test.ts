import { afterAll, describe, expect, it } from "vitest";
import { referenceKernels } from "../../kernels/reference/index.ts";
import { type CpuDevice, cpu } from "../../src/devices/cpu/index.node.ts";
import { ReferenceDevice } from "../../src/devices/reference.ts";
import { alexnetSizes } from "../../src/gradcheck/alexnetSizes.ts";
import { checkOp, opInfos } from "../../src/gradcheck/index.ts";
import { adjointAt } from "../../src/gradcheck/oracles/adjoint.ts";
import { reference } from "../../src/index.ts";

const devices: CpuDevice[] = [];
afterAll(() => Promise.all(devices.map((device) => device.close())));

describe.each([1, 2, 3, 4])("on the cpu device with %d threads", async (threads) => {
  const device = await cpu({ threads });
  devices.push(device);

  it.each(opInfos.map((info) => [info.name, info] as const))(
    "%s holds to the reference and the invariants",
    async (_, info) => {
      for (const order of [1, 2] as const) {
        const report = await checkOp(info, { device, order, cases: 6, seed: 1000 + threads });
        expect(report.failure).toBeNull();
      }
    },
  );

  // The others take seconds each, most of them in the reference: `alexgrad gradcheck --device cpu`.
  const layers = alexnetSizes.filter(({ op, name }) => name === "conv5" || !["conv2d", "linear"].includes(op));
  it.each(layers.map((layer) => [layer.name, layer] as const))(
    "%s of AlexNet holds to the adjoint identity",
    async (_, layer) => {
      expect((await adjointAt(layer, device, threads)).reason).toBeNull();
    },
  );
});

describe("the adjoint identity at AlexNet's sizes", () => {
  it("on the reference in float64 is exact to rounding", async () => {
    const layer = alexnetSizes.find(({ name }) => name === "conv1")!;
    const { margin, reason } = await adjointAt(layer, reference({ dtype: "float64" }), 1);
    expect(reason).toBeNull();
    expect(margin).toBeLessThan(0.5);
  });

  it("sees a gradient that is wrong by a hundredth in one channel of many", async () => {
    const layer = alexnetSizes.find(({ name }) => name === "norm2")!;
    const spoilt = new ReferenceDevice("float32", {
      ...referenceKernels,
      localResponseNormGrad(out, dy, x, g) {
        referenceKernels.localResponseNormGrad(out, dy, x, g);
        for (let i = 0; i < g.h * g.w; i++) out[i]! *= 1.01;
      },
    });
    expect((await adjointAt(layer, spoilt, 1)).reason).toMatch(/^⟨u, J v⟩ = .* by forward mode/);
  });
});
