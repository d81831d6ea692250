import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { GoldenValues } from "../../src/gradcheck/op-info/row.ts";
import {
  Conv2d,
  Flatten,
  Linear,
  MaxPool2d,
  type Module,
  noGrad,
  permute,
  ReLU,
  reference,
  Sequential,
  type Shape,
  type Tensor,
  tensor,
} from "../../src/index.ts";
import { loadSafetensors } from "../../src/io/index.node.ts";
import { readPage, snippetsOf } from "../snippets.ts";
import { toModule } from "../toModule.ts";
import { peers } from "./requirePeers.ts";

const page = "docs/guides/neighbours.md";
const device = reference();
const read = ({ shape, data }: GoldenValues) => tensor(data, shape, { device });

/** The network of test/golden/make_keras.py, whose layers have the places of torchvision's. */
function small(): Module {
  const between = [new ReLU(), new ReLU()];
  const features = new Sequential([
    new Conv2d(3, 4, { kernel: 5, stride: 2, padding: 2, device }),
    ...[new ReLU(), new MaxPool2d({ kernel: 3, stride: 2 })],
    ...[new Conv2d(4, 5, { kernel: 3, padding: 1, device }), ...between],
    ...[new Conv2d(5, 6, { kernel: 3, padding: 1, device }), new ReLU()],
    ...[new Conv2d(6, 7, { kernel: 3, padding: 1, device }), new ReLU()],
    ...[new Conv2d(7, 2, { kernel: 1, device }), new ReLU()],
  ]);
  const classifier = new Sequential([
    ...[new Flatten(), new Linear(24, 8, { device }), ...between],
    ...[new Linear(8, 9, { device }), new ReLU(), new Linear(9, 4, { device })],
  ]);
  return new Sequential({ features, classifier });
}

/** @param x in Keras's layout. */
async function outputOf(file: string, x: GoldenValues): Promise<Tensor> {
  const model = small();
  model.load((await loadSafetensors(file)).tensors);
  return noGrad(() => model.forward(permute(read(x), [0, 3, 1, 2])));
}

async function expectClose(actual: Tensor, wanted: GoldenValues) {
  expect(actual.shape).toEqual(wanted.shape);
  const data = await actual.data();
  const largest = Math.max(...wanted.data.map(Math.abs));
  expect(Math.max(...data.map((value, i) => Math.abs(value - wanted.data[i]!)))).toBeLessThan(1e-5 * largest);
}

describe("from Keras", () => {
  const folder = new URL("../golden/", import.meta.url);
  const golden: { x: GoldenValues; y: GoldenValues; flat: Shape; kernels: GoldenValues[] } = JSON.parse(
    readFileSync(new URL("keras.json", folder), "utf8"),
  );
  const file = new URL("keras.safetensors", folder).pathname;

  it("what the guide's script makes of a network gives Keras's outputs", async () => {
    await expectClose(await outputOf(file, golden.x), golden.y);
  });

  it("the guide's function turns every kernel as the script does", async () => {
    const { code } = snippetsOf(page).find((snippet) => snippet.code.includes("fromChannelsLast"))!;
    const withMaker = `${code}export { tensor as make } from "alexgrad";`;
    const { fromChannelsLast, make } = await import(/* @vite-ignore */ toModule(withMaker));
    const { tensors } = await loadSafetensors(file);
    const weights = [...tensors].filter(([name]) => name.endsWith(".weight"));
    expect(weights.length).toBe(golden.kernels.length);
    const ordered = weights.sort(([a], [b]) =>
      a.replace("features", "a").localeCompare(b.replace("features", "a"), "en", { numeric: true }),
    );
    let flat: Shape | undefined = golden.flat;
    for (const [i, [name, { shape, data }]] of ordered.entries()) {
      const kernel = golden.kernels[i]!;
      const isDense = kernel.shape.length === 2;
      const turned = fromChannelsLast(make(kernel.data, kernel.shape), isDense ? flat : undefined);
      if (isDense) flat = undefined;
      expect(turned.shape, name).toEqual(shape);
      expect(Array.from(await turned.data(), Math.fround), name).toEqual(Array.from(data as Float32Array));
    }
  });
});

describe("from TensorFlow.js", () => {
  const folder = mkdtempSync(join(tmpdir(), "alexgrad-tfjs-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Makes the same network, and writes it as `model.save` does in a browser. */
  const maker = `
import { writeFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
const { layers: l } = tf;
const relu = { activation: "relu", biasInitializer: "randomNormal" };
const conv = (filters, kernelSize, more) => l.conv2d({ filters, kernelSize, ...relu, ...more });
const model = tf.sequential({ layers: [
  l.zeroPadding2d({ padding: [2, 2], inputShape: [15, 17, 3] }), conv(4, 5, { strides: 2 }),
  l.maxPooling2d({ poolSize: 3, strides: 2 }), conv(5, 3, { padding: "same" }), conv(6, 3, { padding: "same" }),
  conv(7, 3, { padding: "same" }), conv(2, 1), l.flatten(), l.dense({ units: 8, ...relu }), l.dense({ units: 9, ...relu }),
  l.dense({ units: 4, biasInitializer: "randomNormal" }),
] });
const x = tf.randomNormal([2, 15, 17, 3], 0, 1, "float32", 3);
const y = model.predict(x);
const [folder] = process.argv.slice(2);
await model.save(tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
  const weightsManifest = [{ paths: ["group1-shard1of1.bin"], weights: weightSpecs }];
  writeFileSync(folder + "/model.json", JSON.stringify({ modelTopology, weightsManifest }));
  writeFileSync(folder + "/group1-shard1of1.bin", new Uint8Array(weightData));
  return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
}));
const stored = (values) => ({ shape: values.shape, data: [...values.dataSync()] });
console.log(JSON.stringify({ x: stored(x), y: stored(y) }));
`;

  /** In a process of its own, with the names of packages resolved. */
  function run(name: string, code: string, ...args: string[]): string {
    const from = (specifier: string, base: URL) => pathToFileURL(createRequire(base).resolve(specifier)).href;
    const linked = code
      .replace('"@tensorflow/tfjs"', () => `"${from("@tensorflow/tfjs", peers)}"`)
      .replace('"alexgrad/io"', () => `"${from("alexgrad/io", new URL(import.meta.url))}"`);
    const file = join(folder, name);
    writeFileSync(file, linked);
    return execFileSync(process.execPath, [file, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  }

  it("the guide's script gives its outputs", async () => {
    const { x, y } = JSON.parse(run("make.mjs", maker, folder).split("\n").at(-2)!);
    const [, script = ""] = /```js\n(.*?)```/s.exec(readPage(page)) ?? [];
    const target = join(folder, "mine.safetensors");
    run("convert.mjs", script, folder, target);
    await expectClose(await outputOf(target, x), y);
  });
});
