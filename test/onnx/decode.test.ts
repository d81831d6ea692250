import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { reference } from "../../src/devices/reference.ts";
import { buildModel, type ModelTable, modelNames, summarize } from "../../src/models/index.ts";
import { decodeOnnx } from "../../src/onnx/decode.ts";
import { encodeOnnx } from "../../src/onnx/encode.ts";
import { ModelProtoSchema } from "../../src/onnx/onnx_pb.ts";
import { small } from "./networks.ts";

type Attributes = Readonly<Record<string, readonly number[] | string>>;
type Handmade = readonly [op: string, attributes?: Attributes, weights?: readonly number[]];

/** A file of nodes that take each other's outputs, and some of them weights of a shape, without numbers. */
function fileOf(...nodes: readonly Handmade[]) {
  const dim = [1, 2, 6, 6].map((size) => ({ value: { case: "dimValue", value: BigInt(size) } as const }));
  const node = nodes.map(([opType, attributes = {}, weights], i) => ({
    opType,
    name: `n${i}`,
    input: weights === undefined ? [`v${i}`] : [`v${i}`, `w${i}`],
    output: [`v${i + 1}`],
    attribute: Object.entries(attributes).map(([name, value]) => {
      if (typeof value === "string") return { name, type: 3, s: new TextEncoder().encode(value) };
      return { name, type: 7, ints: value.map(BigInt) };
    }),
  }));
  const input = [{ name: "v0", type: { tensorType: { elemType: 1, shape: { dim } } } }];
  const initializer = nodes.flatMap(([, , weights], i) => {
    return weights === undefined ? [] : [{ name: `w${i}`, dataType: 1, dims: weights.map(BigInt) }];
  });
  const graph = { name: "by hand", node, input, initializer, output: [{ name: `v${nodes.length}` }] };
  const bytes = toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, graph }));
  return () => decodeOnnx(bytes, "x.onnx");
}

describe("what is no layer of ours", () => {
  it("is listed, all of it", () => {
    const nodes = [["Relu"], ["Elu"], ["MaxPool", { kernel_shape: [2, 2, 2] }], ["If"], ["Tanh"]] as const;
    expect(fileOf(...nodes)).toThrow(
      "x.onnx: 3 nodes that no layer here computes: n1 (Elu); n3 (If); n2 (MaxPool): a kernel of 3 dimensions",
    );
    expect(fileOf(["Pad", { pads: [0, 0, 1, 1, 0, 0, 1, 1] }], ["Relu"])).toThrow(
      "n0 (Pad): no convolution or average",
    );
    const uncounted = ["AveragePool", { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }] as const;
    expect(fileOf(uncounted)).toThrow("n0 (AveragePool): pads 1,1,1,1 that do not count");
    const same = { kernel_shape: [3, 3], auto_pad: "SAME_UPPER" };
    expect(fileOf(["AveragePool", same])).toThrow("n0 (AveragePool): auto_pad SAME_UPPER that does not count");
    const dilated = { kernel_shape: [2, 2], dilations: [2, 2] };
    expect(fileOf(["MaxPool", dilated])).toThrow("n0 (MaxPool): dilations 2");
    expect(fileOf(["AveragePool", dilated])).toThrow("n0 (AveragePool): dilations 2");
    expect(fileOf(["Mul", {}, [1]], ["Relu"])).toThrow("n0 (Mul): a factor before all layers");
  });

  it("has weights without numbers, of whatever shape", () => {
    for (const op of ["MatMul", "Gemm", "Conv", "BatchNormalization"]) {
      for (const shape of [[0, 4], [4, 0], [2 ** 53, 0], [0, 2 ** 53], [2 ** 31, 2 ** 31, 0], [0, 0, 0, 0], [0]]) {
        expect(fileOf([op, {}, shape])).toThrow(/x\.onnx: .*(of rank|which are none|is no shape)/);
      }
    }
  });

  it("is told from what is", () => {
    const { table } = fileOf(["Identity"], ["Relu"], ["MaxPool", { kernel_shape: [2, 2] }], ["GlobalAveragePool"])();
    expect(table.layers).toEqual([
      { kind: "relu" },
      { kind: "maxPool", kernel: 2, stride: 1 },
      { kind: "adaptiveAvgPool", outputSize: 1 },
    ]);
  });

  it("is a file that is none, or was cut off, or bears more than its size", () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(100), new TextEncoder().encode("hello, this is text")]) {
      expect(() => decodeOnnx(bytes, "x.onnx")).toThrow("x.onnx: is no ONNX file");
    }
    const nodes = new Uint8Array(2 * 70_000).map((_, i) => (i % 2 === 0 ? 0x0a : 0));
    const length = [(nodes.length & 127) | 128, ((nodes.length >> 7) & 127) | 128, nodes.length >> 14];
    const bomb = Buffer.concat([Uint8Array.of(0x08, 8, 0x3a, ...length), nodes]);
    expect(() => decodeOnnx(bomb, "x.onnx")).toThrow("it has more than 65536 parts");
  });
});

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
