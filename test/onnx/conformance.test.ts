import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { tensor } from "../../src/create.ts";
import { reference } from "../../src/devices/reference.ts";
import { buildModel } from "../../src/models/index.ts";
import { constantOf } from "../../src/onnx/constants.ts";
import { decodeOnnx } from "../../src/onnx/decode.ts";
import type { OnnxModel } from "../../src/onnx/index.ts";
import { ModelProtoSchema, type TensorProto, TensorProtoSchema } from "../../src/onnx/onnx_pb.ts";

/** ONNX's own tests of backends: for each a model, its inputs and what it makes of them. */
const root = "/usr/share/libonnx-testdata/data";
const isHere = existsSync(root);
if (!isHere) console.log(`not run: there is no ${root} (apt-get install libonnx-testdata)`);
const isSkipped = !isHere && process.env.CI === undefined;

const suites = ["node", "pytorch-converted", "pytorch-operator", "simple"];
const kinds = ["averagepool", "avgpool", "batchnorm", "conv", "flatten", "lrn", "maxpool", "relu", "sigmoid", "tanh"];

/** What a refusal names: nodes, the input, how many there are of it, where the path ends. */
const isByName = /node.* \(\w+\)|as input "|one input and one output|expected a path/;

const readTensor = (path: string): TensorProto => fromBinary(TensorProtoSchema, readFileSync(path));
const numbersOf = (proto: TensorProto) => constantOf(proto, "a tensor", new Map()).floats();

/** A model whose weights are constants, as ours must be; its first input, and its output. Null where it has none. */
function readCase(folder: string) {
  const data = `${folder}/test_data_set_0`;
  const model = fromBinary(ModelProtoSchema, readFileSync(`${folder}/model.onnx`));
  const { input, initializer } = model.graph!;
  const given = input.filter(({ name }) => !initializer.some((each) => each.name === name));
  const files = given.map((_, i) => `${data}/input_${i}.pb`);
  if (files.length === 0 || ![...files, `${data}/output_0.pb`].every(existsSync)) return null;
  const [images, ...weights] = files.map(readTensor);
  weights.forEach((weight, i) => {
    initializer.push({ ...weight, name: given[i + 1]!.name });
  });
  return { bytes: toBinary(ModelProtoSchema, model), images: images!, output: readTensor(`${data}/output_0.pb`) };
}

it.skipIf(isSkipped)("ONNX's own tests are passed, or refused by name", async () => {
  const device = reference({ dtype: "float64" });
  const passed: string[] = [];
  const refused: string[] = [];
  for (const folder of suites.flatMap((suite) => readdirSync(`${root}/${suite}`).map((name) => `${suite}/${name}`))) {
    const read = readCase(`${root}/${folder}`);
    if (read === null) continue;
    const { bytes, images, output } = read;
    let network: OnnxModel;
    try {
      network = decodeOnnx(bytes, folder);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      refused.push(error.message);
      continue;
    }
    using model = buildModel(network.table, { device, skipInit: true }).eval();
    model.load(network.tensors);
    const found = model.forward(tensor(numbersOf(images), images.dims.map(Number), { device }));
    const [own, right] = [await found.data(), numbersOf(output)];
    expect(own.length, folder).toBe(right.length);
    right.forEach((value, i) => {
      expect(Math.abs(own[i]! - value), folder).toBeLessThan(1e-5 + 1e-4 * Math.abs(value));
    });
    passed.push(folder);
  }
  console.log(`${passed.length} of ${passed.length + refused.length} of ONNX's own tests are networks of these layers`);
  expect(passed.length).toBeGreaterThanOrEqual(47);
  expect(refused.filter((message) => !isByName.test(message))).toEqual([]);
  for (const kind of kinds) expect(passed.filter((name) => name.toLowerCase().includes(kind))).not.toEqual([]);
});
