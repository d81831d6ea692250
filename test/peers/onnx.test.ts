import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { sizeOf } from "../../src/core/shape.ts";
import { tensor } from "../../src/create.ts";
import { reference } from "../../src/devices/reference.ts";
import { buildModel, type LayerSpec, layers, type ModelTable, modelNames } from "../../src/models/index.ts";
import { decodeOnnx, encodeOnnx, type OnnxOptions, saveOnnx } from "../../src/onnx/index.node.ts";
import { small } from "../onnx/networks.ts";
import { runtimes } from "./runtimes.ts";

const device = reference();

/** Nothing but layers without weights. */
function plain(input: ModelTable["input"], ...specs: LayerSpec[]): ModelTable {
  return { name: "plain", description: "", input, classes: 1, layers: specs };
}

/** The largest difference between our scores and a runtime's, relative to the largest score; and what the import of the export makes
 *  of the same images must be ours.*/
async function distances(table: ModelTable, options: OnnxOptions = {}, batch = 2): Promise<number[]> {
  const model = buildModel(table, { device, rng: new Rng(1) }).eval();
  const state = await model.state();
  const bytes = encodeOnnx(table, state, options);
  const shape = [batch, ...table.input];
  const images = Float32Array.from({ length: sizeOf(shape) }, (_, i) => 3 * Math.sin(i) - 1);
  const scores = async (network: typeof model) => network.forward(tensor(images, shape, { device })).data();
  const ours = await scores(model);
  const read = decodeOnnx(bytes, "x.onnx");
  const again = buildModel(read.table, { device, skipInit: true }).eval();
  again.load(read.tensors);
  const all = [await scores(again)];
  for (const run of Object.values(runtimes)) all.push(await run(bytes, images, shape));
  const largest = Math.max(...ours.map(Math.abs));
  return all.map((theirs) => {
    expect(theirs.length).toBe(ours.length);
    return Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]))) / largest;
  });
}

const sides = [5, 6, 7, 8];
const poolings = [2, 3].flatMap((kernel) =>
  [1, 2, 3, 4].flatMap((stride) =>
    [0, 1, { top: 1 }, { right: kernel - 1 }, "same" as const].flatMap((padding) =>
      [false, true].map((ceilMode) => ({ kernel, stride, padding, ceilMode })),
    ),
  ),
);

describe("ONNX Runtime and the import of the export agree with us", () => {
  it.each(modelNames)("on %s", async (name) => {
    for (const distance of await distances(small(name))) expect(distance).toBeLessThan(1e-4);
  });

  it.each(["maxPool", "avgPool"] as const)("on every geometry of %s", async (kind) => {
    for (const options of poolings) {
      const [h, w] = [sides[options.stride - 1], sides[options.kernel]];
      const table = plain([2, h, w], { kind, ...options });
      const found = await distances(table, {}, 1);
      expect({ options, h, w, isFar: found.some((each) => !(each < 1e-6)) }).toEqual({ options, h, w, isFar: false });
    }
  });

  it("on convolutions that round up", async () => {
    for (const stride of [2, 3]) {
      for (const padding of [0, 1, { bottom: 3 }]) {
        const conv = layers.conv("conv1", 2, { kernel: 3, stride, padding, ceilMode: true, dilation: [1, 2] });
        for (const distance of await distances(plain([2, 8, 9], conv))) expect(distance).toBeLessThan(1e-5);
      }
    }
  });

  it("on local response normalization of every kind", async () => {
    for (const size of [1, 2, 3, 4, 5]) {
      for (const divideAlpha of [true, false]) {
        for (const channels of ["across", "within"] as const) {
          for (const decomposeLrn of [true, false]) {
            const norm = layers.localResponseNorm({ size, divideAlpha, channels, alpha: 0.3, beta: 0.75, k: 2 });
            const found = await distances(plain([6, 5, 4], norm), { decomposeLrn }, 3);
            const what = { size, divideAlpha, channels, decomposeLrn };
            expect({ ...what, isFar: found.some((each) => !(each < 1e-5)) }).toEqual({ ...what, isFar: false });
          }
        }
      }
    }
  });

  it("on adaptive poolings that divide, on 2012's dropout, and on no layers at all", async () => {
    const tables = [
      plain([2, 6, 9], layers.adaptiveAvgPool({ outputSize: [3, 3] })),
      plain([2, 6, 9], layers.adaptiveAvgPool({ outputSize: 1 }), layers.flatten),
      plain([2, 6, 6], layers.adaptiveAvgPool({ outputSize: 6 }), layers.dropout({ p: 0.3 })),
      plain([2, 3, 3], layers.sigmoid, layers.dropout({ p: 0.3, inverted: false }), layers.tanh),
      plain([2, 3, 3]),
    ];
    for (const table of tables) for (const distance of await distances(table)) expect(distance).toBeLessThan(1e-6);
    const uneven = plain([2, 7, 7], layers.adaptiveAvgPool({ outputSize: 6 }));
    expect(() => encodeOnnx(uneven, {})).toThrow("encodeOnnx: avgpool: ONNX has no adaptive pooling, and 6×6 windows");
  });

  it("with weights beside the file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "alexgrad-onnx-"));
    const state = await buildModel("lenet5", { device, rng: new Rng(1) }).state();
    const images = new Float32Array(32 * 32).fill(0.5);
    const run = (model: Uint8Array | string) => runtimes["onnxruntime-node"](model, images, [1, 1, 32, 32]);
    await saveOnnx(join(folder, "net.onnx"), "lenet5", state, { externalData: true });
    expect(await run(join(folder, "net.onnx"))).toEqual(await run(encodeOnnx("lenet5", state)));
    rmSync(folder, { recursive: true });
  });

  it("with a batch of its own, and with probabilities", async () => {
    const table = small("lenet5");
    const state = await buildModel(table, { device, rng: new Rng(1) }).state();
    const bytes = encodeOnnx(table, state, { batch: 3, softmax: true });
    const images = new Float32Array(3 * sizeOf(table.input)).fill(0.5);
    for (const run of Object.values(runtimes)) {
      const rows = await run(bytes, images, [3, ...table.input]);
      for (let i = 0; i < 3; i++) {
        const row = rows.slice(i * table.classes, (i + 1) * table.classes);
        expect(row.reduce((sum, each) => sum + each)).toBeCloseTo(1, 6);
      }
      await expect(run(bytes, images.slice(0, sizeOf(table.input)), [1, ...table.input])).rejects.toThrow();
    }
    expect(decodeOnnx(bytes, "x.onnx").softmax).toBe(true);
  });
});
