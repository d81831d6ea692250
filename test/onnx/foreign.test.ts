import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { sizeOf } from "../../src/core/shape.ts";
import { tensor } from "../../src/create.ts";
import { reference } from "../../src/devices/reference.ts";
import { renameTensors } from "../../src/io/index.node.ts";
import { buildModel } from "../../src/models/index.ts";
import { loadOnnx } from "../../src/onnx/index.node.ts";
import { readPage } from "../snippets.ts";
import { toModule } from "../toModule.ts";

const folder = new URL("../golden/onnx/", import.meta.url);
const path = (name: string) => new URL(name, folder).pathname;

/** What test/golden/make_onnx.py noted. */
const values: Readonly<Record<string, { shape: readonly number[]; scores: readonly number[] }>> = JSON.parse(
  readFileSync(path("values.json"), "utf8"),
);

const waves = (shape: readonly number[]) => Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i));

/** @param file in the folder of golden files, or a path. */
async function scoresOf(file: string, shape: readonly number[], images = waves(shape)): Promise<readonly number[]> {
  const device = reference();
  const { table, tensors } = await loadOnnx(path(file));
  const model = buildModel(table, { device, skipInit: true }).eval();
  model.load(tensors);
  return [...(await model.forward(tensor(images, shape, { device })).data())];
}

/** The largest difference, relative to the largest score. */
function distance(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / Math.max(...b.map(Math.abs));
}

describe("files of other programs", () => {
  it.each(Object.entries(values))("%s has the scores of its own program", async (name, { shape, scores }) => {
    expect(distance(await scoresOf(name, shape), scores)).toBeLessThan(1e-5);
  });

  it.each([
    ["zoo-double.onnx", 1e-6],
    ["zoo-float16.onnx", 2e-2],
    ["zoo-bfloat16.onnx", 1e-1],
  ])("%s is the same network with other numbers", async (name, tolerance) => {
    const { shape, scores } = values["zoo.onnx"];
    const own = await scoresOf(name, shape);
    expect(distance(own, scores)).toBeLessThan(tolerance);
    expect(distance(own, scores)).toBeGreaterThan(0);
  });

  it("of PyTorch have the layers of torchvision's network", async () => {
    for (const version of ["1.13", "2.13"]) {
      const { table } = await loadOnnx(path(`torchvision-${version}.onnx`));
      expect(table.layers.filter((spec) => "name" in spec).map(({ name }) => name)).toEqual([
        ...["conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"],
      ]);
    }
  });

  it("of PyTorch have the names of torchvision's network by the guide's map", async () => {
    const [, map] = /```json\n(.*?)```/s.exec(readPage("docs/guides/onnx.md"))!;
    using network = buildModel("torchvision", { device: reference(), width: 1 / 32, skipInit: true });
    const names = [...network.namedParameters().keys()];
    for (const version of ["1.13", "2.13"]) {
      const { tensors } = await loadOnnx(path(`torchvision-${version}.onnx`));
      const renamed = renameTensors(tensors, JSON.parse(map!));
      expect([[...renamed.tensors.keys()], renamed.unused]).toEqual([names, []]);
    }
  });

  it("of Caffe's kind read red, green and blue where the guide's program has turned them", async () => {
    const [, code] = /```js\n(import \{ loadOnnx.*?)```/s.exec(readPage("docs/guides/neighbours.md"))!;
    const folder = mkdtempSync(join(tmpdir(), "alexgrad-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const turned = join(folder, "caffe.onnx");
    const { argv } = process;
    onTestFinished(() => {
      process.argv = argv;
    });
    process.argv = [...argv.slice(0, 2), path("zoo.onnx"), turned];
    await import(/* @vite-ignore */ toModule(code!));
    const { shape } = values["zoo.onnx"]!;
    const [, c, h, w] = shape as [number, number, number, number];
    const images = waves(shape);
    const reversed = images.map((_, i) => {
      const map = Math.floor(i / (h * w));
      return images[i + (c - 1 - 2 * (map % c)) * h * w]!;
    });
    expect(c).toBe(3);
    expect(distance(await scoresOf(turned, shape, images), await scoresOf("zoo.onnx", shape, reversed))).toBeLessThan(
      1e-6,
    );
    expect(distance(await scoresOf(turned, shape), await scoresOf("zoo.onnx", shape))).toBeGreaterThan(1e-3);
  });
});
