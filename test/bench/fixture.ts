import type { Results, Target } from "../../bench/results.ts";
import { cpu, gpu, onCpu, task } from "./madeRows.ts";

/** Numbers that were made up, of every kind of row. */

const layers: readonly (readonly [
  what: string,
  size: string,
  shape: string,
  mflop: number,
  megabytes: number,
  efficiency: number,
])[] = [
  ["conv2d", "conv1", "x 1×3×227×227, w 96×3×11×11", 211, 1.9, 0.55],
  ["conv2d", "conv2", "x 1×96×27×27, w 256×48×5×5", 448, 2.3, 0.74],
  ["conv2d", "conv3", "x 1×256×13×13, w 384×256×3×3", 299, 4.0, 0.78],
  ["conv2d", "conv4", "x 1×384×13×13, w 384×192×3×3", 224, 3.2, 0.77],
  ["conv2d", "conv5", "x 1×384×13×13, w 256×192×3×3", 150, 2.2, 0.76],
  ["relu", "relu1", "x 1×96×55×55", 0.29, 2.3, 0.92],
  ["relu", "relu2", "x 1×256×27×27", 0.187, 1.5, 0.9],
  ["relu", "relu3", "x 1×384×13×13", 0.065, 0.52, 0.61],
  ["maxPool2d", "pool1", "x 1×96×55×55", 0.63, 1.4, 0.5],
  ["maxPool2d", "pool2", "x 1×256×27×27", 0.39, 0.92, 0.47],
  ["maxPool2d", "pool5", "x 1×256×13×13", 0.083, 0.21, 0.4],
  ["localResponseNorm", "norm1", "x 1×96×27×27", 1.2, 0.56, 0.21],
  ["localResponseNorm", "norm2", "x 1×256×13×13", 0.74, 0.35, 0.2],
  ["linear", "fc6", "x 1×9216, w 4096×9216", 75.5, 151, 0.44],
  ["linear", "fc7", "x 1×4096, w 4096×4096", 33.6, 67.1, 0.43],
  ["linear", "fc8", "x 1×4096, w 1000×4096", 8.2, 16.4, 0.41],
  ["dropout", "drop6", "x 128×4096", 1.05, 4.2, 0.5],
  ["softmax", "output", "x 128×1000", 0.9, 1.02, 0.3],
  ["batchNorm", "", "x 8×96×27×27", 4.5, 4.5, 0.36],
  ...["add", "sub", "mul", "div", "exp", "log", "sqrt", "tanh", "sigmoid", "abs", "clamp", "leakyRelu"].map(
    (what, i) =>
      [what, "1M", "x 1000000, y 1000000", what.length > 3 ? 1 : 1, i < 4 ? 12 : 8, 0.95 - 0.04 * i] as const,
  ),
  ["flatten", "1M", "x 1000×1000", 0, 8, 0.8],
];

const target = (of: string, atLeast: number, value: number): Target => ({
  of,
  atLeast,
  value,
  isMet: value >= atLeast,
});

const operators = layers.flatMap(([what, size, shape, mflop, megabytes, efficiency]) =>
  (["forward", "backward"] as const).flatMap((pass) => {
    const factor = pass === "forward" ? 1 : 2;
    const work = { flop: mflop * 1e6 * factor, bytes: megabytes * 1e6 * (pass === "forward" ? 1 : 1.6) };
    const own = efficiency / (pass === "forward" ? 1 : 1.2);
    const targets = what === "conv2d" || what === "linear" ? [target("share of the bound", 0.7, own)] : [];
    return task({ group: "operator", what, size, shape, pass, work, targets, isProven: size !== "pool5" }, [
      onCpu(2, work, own),
      onCpu(1, work, own * 1.03),
      { name: "tfjs <wasm>", facts: { device: "tfjs-wasm 4.22" }, ms: 2.1 * onCpu(2, work, own).ms },
    ]);
  }),
);

const sizes = [16, 32, 64, 128, 256, 512, 1024, 2048];

const scaling = sizes.flatMap((n) => {
  const square = { flop: 2 * n ** 3, bytes: 12 * n ** 2 };
  const rise = 0.8 * (1 - Math.exp(-n / 150)) + 0.02;
  const pool = { flop: 9 * n ** 2, bytes: 5 * n ** 2 };
  return [
    ...task(
      {
        group: "scaling",
        what: "matmul",
        size: `n = ${n}`,
        scale: n,
        shape: `a ${n}×${n}, b ${n}×${n}`,
        pass: "forward",
        work: square,
      },
      [
        { ...onCpu(2, square, rise), bound: "compute" },
        { ...onCpu(1, square, Math.min(0.82, rise * 1.3)), bound: "compute" },
      ],
    ),
    ...task(
      { group: "scaling", what: "maxPool2d", size: `n = ${n}`, shape: `x 1×1×${n}×${n}`, pass: "forward", work: pool },
      [
        { ...onCpu(2, pool, rise), bound: "memory" },
        { ...onCpu(1, pool, Math.min(0.82, rise * 1.3)), bound: "memory" },
      ],
    ),
  ];
});

const crossover = sizes.flatMap((n) =>
  ["matmul", "conv2d", "add"].flatMap((what, i) => {
    const work =
      what === "add" ? { flop: n ** 2, bytes: 12 * n ** 2 } : { flop: 2 * n ** 3 * (i + 1), bytes: 12 * n ** 2 };
    const resident = 0.12 + work.flop / 900e6 + work.bytes / 150e6;
    const upload = resident + 0.1 + work.bytes / 6e6;
    return task(
      {
        group: "crossover",
        what,
        size: `n = ${n}`,
        scale: n,
        shape: `a ${n}×${n}, b ${n}×${n}`,
        pass: "forward",
        work,
      },
      [
        onCpu(2, work, 0.6),
        { name: "gpu, resident", facts: gpu, ms: resident },
        { name: "gpu, upload counted", facts: gpu, ms: upload },
        { name: "gpu, upload and read-back counted", facts: gpu, ms: upload + 0.9 + work.bytes / 4e6 },
      ],
    );
  }),
);

const networks = [1, 2, 8, 32, 128].flatMap((batch) =>
  (["forward", "step"] as const).flatMap((pass) => {
    const work = { flop: 1.43e9 * batch * (pass === "step" ? 3 : 1), bytes: 244e6 + 5e6 * batch, images: batch };
    const ours = onCpu(2, work, 0.3 + 0.4 * (1 - Math.exp(-batch / 12)));
    const peer = pass === "step" ? "PyTorch 1.13" : "onnxruntime-node 1.20";
    const asked = {
      of: pass === "step" ? "PyTorch" : "onnxruntime-node",
      atMost: pass === "step" ? 1 : 1.3,
      value: pass === "step" ? 1.22 : 1.25,
    };
    return task(
      {
        ...{
          group: "network",
          what: "alexnet",
          size: `batch ${batch}`,
          scale: batch,
          shape: `x ${batch}×3×227×227`,
          pass,
          work,
        },
        targets: batch === 8 || batch === 32 ? [{ ...asked, isMet: asked.value <= asked.atMost }] : [],
      },
      [ours, { name: peer, facts: { device: peer, threads: 2 }, ms: ours.ms / asked.value }],
    );
  }),
);

const others = [
  ...task(
    {
      group: "input",
      what: "imageFolder",
      size: "JPEG 500×375",
      shape: "256 files",
      pass: "call",
      work: { flop: 0, bytes: 11e6, images: 256 },
    },
    [
      { name: "2 threads", facts: cpu(2), ms: 830 },
      { name: "1 thread", facts: cpu(1), ms: 1490 },
    ],
  ),
  ...task(
    {
      group: "dispatch",
      what: "add",
      size: "one number",
      shape: "x 1, y 1",
      pass: "call",
      work: { flop: 1, bytes: 12 },
    },
    [
      { name: "cpu, 2 threads", facts: cpu(2), ms: 0.0142 },
      { name: "gpu, resident", facts: gpu, ms: 0.36 },
    ],
  ),
];

/** The first kernel's calls scale to two threads, the second's half as well; a step makes the second one three times. */
const profile = (
  [
    ["conv2d", "x 8×3×227×227, w 96×3×11×11", 1, 40, 20],
    ["conv2d", "x 8×96×27×27, w 256×48×5×5", 1, 80, 40],
    ["relu", "2323200 → 2323200", 3, 4, 4],
  ] as const
).flatMap(([what, size, count, one, two]) =>
  task({ group: "profile", what, size, shape: "torchvision, batch 8", pass: "step", work: { flop: 1e8, bytes: 1e7 } }, [
    { name: "cpu, 1 thread", facts: cpu(1), ms: one, bound: "compute", share: 0.5 },
    { name: "cpu, 2 threads", facts: cpu(2), ms: two, bound: "compute", share: 0.5 },
  ]).map((row) => ({ ...row, count })),
);

export const results: Results = {
  format: "alexgrad-bench-1",
  alexgrad: "0.1.0",
  date: "2026-11-27T12:00:00.000Z",
  machine: {
    runtime: "Node v24.0.0",
    platform: "linux x64",
    processor: "A processor <made up> @ 2.00GHz",
    cores: 2,
    memoryGiB: 8,
  },
  processes: 3,
  rows: [...operators, ...networks, ...others, ...scaling, ...crossover, ...profile],
};

export const nothing: Results = { ...results, rows: [] };
