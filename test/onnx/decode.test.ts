import { describe, expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { reference } from "../../src/devices/reference.ts";
import { buildModel, type ModelTable, modelNames, summarize } from "../../src/models/index.ts";
import { decodeOnnx } from "../../src/onnx/decode.ts";
import { encodeOnnx } from "../../src/onnx/encode.ts";
import { small } from "./networks.ts";

describe("import of an export", () => {
  it.each(modelNames)("is %s", async (name) => {
    const table = small(name);
    const state = await buildModel(table, { device: reference(), rng: new Rng(1) }).state();
    for (const decomposeLrn of [false, true]) {
      const bytes = encodeOnnx(table, state, { decomposeLrn });
      const read = decodeOnnx(bytes, "x.onnx");
      expect(Object.fromEntries(read.tensors)).toEqual(state);
      const layersOf = (each: ModelTable) =>
        summarize(each).layers.map(({ name, key, kind, outputShape }) => [name, key, kind, outputShape]);
      expect(layersOf(read.table)).toEqual(layersOf(table));
      expect(encodeOnnx(read.table, read.tensors, { decomposeLrn })).toEqual(bytes);
    }
  });
});
