import { describe, expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { sizeOf } from "../../src/core/shape.ts";
import { tensor } from "../../src/create.ts";
import { reference } from "../../src/devices/reference.ts";
import { buildModel, modelTable } from "../../src/models/index.ts";
import { encodeOnnx } from "../../src/onnx/encode.ts";
import { runtimes } from "./runtimes.ts";

describe.each(Object.entries(runtimes))("%s", (_, run) => {
  it("computes what an exported network does", async () => {
    const table = modelTable("alexnet-small");
    const device = reference();
    const model = buildModel(table, { device, rng: new Rng(1) }).eval();
    for (const decomposeLrn of [false, true]) {
      const bytes = encodeOnnx(table, await model.state(), { decomposeLrn });
      const shape = [2, ...table.input];
      const images = Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i));
      const ours = await model.forward(tensor(images, shape, { device })).data();
      const theirs = await run(bytes, images, shape);
      const largest = Math.max(...ours.map(Math.abs));
      expect(Math.max(...ours.map((value, i) => Math.abs(value - theirs[i])))).toBeLessThan(1e-5 * largest);
    }
  });
});
