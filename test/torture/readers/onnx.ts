import { readFileSync } from "node:fs";
import { join } from "node:path";
import { create, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import type { Rng } from "../../../src/core/rng.ts";
import { layers, type ModelTable, summarize } from "../../../src/models/index.ts";
import { decodeOnnx, loadOnnx, type OnnxModel } from "../../../src/onnx/index.node.ts";
import { encodeOnnx } from "../../../src/onnx/index.ts";
import {
  type AttributeProto,
  type GraphProto,
  ModelProtoSchema,
  type NodeProto,
  StringStringEntryProtoSchema,
  type TensorProto,
} from "../../../src/onnx/onnx_pb.ts";
import { bytesOf, type Content, digest, type Kind, type Mutant, type Tree } from "../kind.ts";
import { extremes, mutateBytes, mutateList, pick, randomBytes } from "../mutate.ts";
import { root } from "../root.ts";

const file = "mutant.onnx";

/** Every kind of node that is written. */
const table: ModelTable = {
  name: "base",
  description: "Every kind of layer.",
  input: [2, 9, 9],
  classes: 3,
  layers: [
    layers.conv("conv1", 4, { kernel: 3, padding: { top: 1 }, groups: 2 }),
    layers.relu,
    layers.localResponseNorm({ size: 3 }),
    layers.localResponseNorm({ size: 2 }),
    layers.localResponseNorm({ size: 3, channels: "within" }),
    layers.maxPool({ kernel: 2, stride: 2, ceilMode: true }),
    layers.batchNorm,
    layers.avgPool({ kernel: 2, stride: 2, padding: 1, ceilMode: true }),
    layers.dropout({ p: 0.5, inverted: false }),
    layers.adaptiveAvgPool({ outputSize: 3 }),
    layers.flatten,
    layers.dropout({ p: 0.5 }),
    layers.linear("fc2", "classes"),
  ],
};

function ownFile(): Uint8Array {
  const shapes: [string, number[]][] = [
    ["features.0.weight", [4, 1, 3, 3]],
    ["features.0.bias", [4]],
    ...["weight", "bias", "running_mean", "running_var"].map((name): [string, number[]] => [`features.6.${name}`, [4]]),
    ["classifier.1.weight", [3, 36]],
    ["classifier.1.bias", [3]],
  ];
  const tensors = shapes.map(([name, shape]): [string, { shape: number[]; data: Float32Array }] => {
    return [name, { shape, data: new Float32Array(shape.reduce((a, b) => a * b)).fill(0.5) }];
  });
  return encodeOnnx(table, tensors, { softmax: true, metadata: { classes: '["a","b","c"]' } });
}

const golden = ["normed-2.13.onnx", "zoo.onnx", "zoo-float16.onnx"];
const bases: readonly Uint8Array[] = [
  ownFile(),
  ...golden.map((name) => new Uint8Array(readFileSync(join(root, "test/golden/onnx", name)))),
];

type Model = MessageShape<typeof ModelProtoSchema> & { graph: GraphProto };
const parse = (bytes: Uint8Array) => fromBinary(ModelProtoSchema, bytes) as Model;
const join64 = (rng: Rng) => BigInt(pick(rng, [-(2 ** 40), -1, ...extremes, 2 ** 53, 2 ** 62]));

const operators = [
  "Conv",
  "Gemm",
  "MaxPool",
  "AveragePool",
  "LRN",
  "Reshape",
  "Identity",
  "Add",
  "Pad",
  "If",
  "Softmax",
  "",
];

type Change<T> = (item: T, rng: Rng) => void;

const nodeChanges: readonly Change<NodeProto>[] = [
  (node, rng) => {
    node.opType = pick(rng, operators);
  },
  (node, rng) => {
    node.input = mutateList(node.input, rng);
  },
  (node) => {
    node.input = [...node.output, ...node.input.slice(1)];
  },
  (node, rng) => {
    node.attribute = mutateList(node.attribute, rng);
  },
  (node, rng) => {
    if (node.attribute.length > 0) changeAttribute(pick(rng, node.attribute), rng);
  },
];

function changeAttribute(attribute: AttributeProto, rng: Rng): void {
  switch (rng.int(4)) {
    case 0:
      attribute.type = rng.int(8);
      break;
    case 1:
      attribute.ints = rng.int(2) === 0 ? mutateList(attribute.ints, rng) : attribute.ints.map(() => join64(rng));
      break;
    case 2:
      attribute.i = join64(rng);
      break;
    default:
      attribute.f = pick(rng, [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e30]);
  }
}

const tensorChanges: readonly Change<TensorProto>[] = [
  (tensor, rng) => {
    tensor.dims = rng.int(2) === 0 ? mutateList(tensor.dims, rng) : [...tensor.dims, join64(rng)];
  },
  (tensor, rng) => {
    tensor.dims = tensor.dims.map((each) => (rng.int(2) === 0 ? each : join64(rng)));
  },
  (tensor, rng) => {
    tensor.dataType = pick(rng, [0, 1, 2, 7, 9, 10, 11, 16, 99]);
  },
  (tensor, rng) => {
    tensor.rawData = mutateBytes(tensor.rawData, rng);
  },
  (tensor, rng) => {
    tensor.int64Data = randomBytes(rng, rng.int(20));
    tensor.rawData = new Uint8Array();
  },
  (tensor) => {
    tensor.dataLocation = 1;
  },
];

/** A file of the same kind with one thing changed in what it says. */
function mutateModel(bytes: Uint8Array, rng: Rng): Uint8Array {
  const model = parse(bytes);
  const { graph } = model;
  switch (rng.int(8)) {
    case 0:
      graph.node = mutateList(graph.node, rng);
      break;
    case 1:
      graph.input = mutateList(graph.input, rng);
      break;
    case 2:
      graph.initializer = mutateList(graph.initializer, rng);
      break;
    case 3: {
      const { dim } = graph.input[0].type!.tensorType!.shape!;
      pick(rng, dim).value = { case: "dimValue", value: join64(rng) };
      break;
    }
    case 4:
      for (const entry of model.metadataProps)
        entry.value = new TextDecoder().decode(mutateBytes(Buffer.from(entry.value), rng));
      break;
    case 5:
      pick(rng, tensorChanges)(pick(rng, graph.initializer), rng);
      break;
    default:
      pick(rng, nodeChanges)(pick(rng, graph.node), rng);
  }
  return toBinary(ModelProtoSchema, model);
}

function describe({ table, tensors, softmax, metadata }: OnnxModel): string {
  const layers = summarize(table).layers.map(({ key, kind, outputShape }) => JSON.stringify([key, kind, outputShape]));
  const numbers = [...tensors].flatMap(([name, { shape, data }]) => [
    JSON.stringify([name, shape]),
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  ]);
  return digest(JSON.stringify([table.classes, softmax, metadata]), ...layers, ...numbers);
}

/** Weights elsewhere: where they must not be read, or are not. */
const places: readonly (readonly [location: string, content: Content | null])[] = [
  ["weights.data", null],
  ["weights.data", new Uint8Array(10)],
  ["weights.data", { link: "/etc/passwd" }],
  ["weights.data", { link: "weights.data" }],
  ["weights.data", { pipe: true }],
  ["sub/weights.data", new Uint8Array(2 ** 16)],
  ["../weights.data", null],
  ["/etc/passwd", null],
  ["file:///etc/passwd", null],
  ["..\\weights.data", null],
  [".", null],
  ["", null],
];

function mutatePlaces(rng: Rng): Mutant {
  const model = parse(bases[0]);
  const [location, content] = rng.int(3) === 0 ? ["weights.data", new Uint8Array(2 ** 16)] : pick(rng, places);
  const weights = model.graph.initializer.filter(({ dims, dataType }) => dims.length > 0 && dataType === 1);
  const tensors = weights.slice(rng.int(4));
  const oddOne = rng.int(2 * tensors.length);
  for (const [i, tensor] of tensors.entries()) {
    const entries: [string, string][] = [
      ["location", location],
      ["offset", "64"],
      ["length", String(tensor.rawData.length)],
    ];
    if (i === oddOne) {
      const value = pick(rng, ["-1", "0", "1e3", "99999999999", "18446744073709551616", "0x10", " 1"]);
      if (rng.int(2) === 0) entries.push([pick(rng, ["__proto__", "basepath", "location"]), "x"]);
      else entries[1 + rng.int(2)][1] = value;
    }
    tensor.externalData = entries.map(([key, value]) => create(StringStringEntryProtoSchema, { key, value }));
    tensor.dataLocation = 1;
    tensor.rawData = new Uint8Array();
  }
  const tree: Tree = { [file]: toBinary(ModelProtoSchema, model), ...(content !== null && { [location]: content }) };
  return { tree };
}

export const onnx: readonly Kind[] = [
  {
    name: "onnx",
    weight: 10,
    names: [file],
    mutate(rng) {
      const base = pick(rng, bases);
      const mutant = rng.int(2) === 0 ? mutateBytes(base, rng, pick(rng, bases)) : mutateModel(base, rng);
      return { tree: { [file]: mutant } };
    },
    read: (tree) => describe(decodeOnnx(bytesOf(tree, file), file)),
  },
  {
    name: "onnx, data elsewhere",
    weight: 3,
    mutate: mutatePlaces,
    read: async (_, place) => describe(await loadOnnx(join(place(), file))),
  },
];
