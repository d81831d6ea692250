import { referenceKernels } from "../kernels/reference.ts";
import { type Conv2dGeometry, type Conv2dOptions, conv2dGeometry } from "../src/core/geometry/conv2d.ts";
import { type MatmulGeometry, matmulGeometry } from "../src/core/geometry/matmul.ts";
import { Rng } from "../src/core/rng.ts";
import { sizeOf } from "../src/core/shape.ts";
import type { Helpers } from "../src/devices/cpu/entries.ts";
import { cpu } from "../src/devices/cpu/index.node.ts";
import { loadModule } from "../src/devices/cpu/load.node.ts";
import type { Device, Floats, Handle } from "../src/devices/device.ts";
import type { Figure } from "./report.ts";
import { type Contender, median, ratio, takeTurns, timed } from "./rounds.ts";

/** A kernel on fixed inputs, and its multiply-adds. */
export interface Job {
  readonly name: string;
  readonly multiplyAdds: number;
  readonly run: (device: Device, a: Handle, b: Handle) => Handle;
  readonly reference: (out: Floats, a: Floats, b: Floats) => void;
  readonly sizes: readonly [a: number, b: number, out: number];
}

export function gemm(n: number): Job {
  const g: MatmulGeometry = matmulGeometry("matmul", [n, n], [n, n]);
  return {
    name: `GEMM ${n}³`,
    multiplyAdds: n ** 3,
    run: (device, a, b) => device.run.matmul(g.shape, a, b, null, g),
    reference: (out, a, b) => referenceKernels.matmul(out, a, b, null, g),
    sizes: [n * n, n * n, n * n],
  };
}

type Face = "conv2d" | "conv2dGradInput" | "conv2dGradWeight";

function convolution(name: string, face: Face, g: Conv2dGeometry): Job {
  const [x, w, y] = [sizeOf(g.xShape), sizeOf(g.wShape), sizeOf(g.shape)];
  const multiplyAdds = y * (g.c / g.groups) * g.kh * g.kw;
  switch (face) {
    case "conv2d":
      return {
        name: `${name} forward`,
        multiplyAdds,
        run: (device, a, b) => device.run.conv2d(g.shape, a, b, null, g),
        reference: (out, a, b) => referenceKernels.conv2d(out, a, b, null, g),
        sizes: [x, w, y],
      };
    case "conv2dGradInput":
      return {
        name: `${name} input gradient`,
        multiplyAdds,
        run: (device, a, b) => device.run.conv2dGradInput(g.xShape, a, b, g),
        reference: (out, a, b) => referenceKernels.conv2dGradInput(out, a, b, g),
        sizes: [y, w, x],
      };
    case "conv2dGradWeight":
      return {
        name: `${name} weight gradient`,
        multiplyAdds,
        run: (device, a, b) => device.run.conv2dGradWeight(g.wShape, a, b, g),
        reference: (out, a, b) => referenceKernels.conv2dGradWeight(out, a, b, g),
        sizes: [y, x, w],
      };
  }
}

/** Runs in a round, so that what threads need to start and clocks to rise does not count. */
const repeats = 5;

/** Runs a job on a device; throws if its result is not the reference's. */
async function contender(job: Job, device: Device): Promise<Contender> {
  const rng = new Rng(1);
  const draw = (size: number) => Float32Array.from({ length: size }, () => rng.uniform(-1, 1));
  const [a, b] = [draw(job.sizes[0]), draw(job.sizes[1])];
  const [handleA, handleB] = [device.write(a), device.write(b)];
  await compare(job, await device.read(job.run(device, handleA, handleB)), a, b);
  return timed(`${job.name}, ${device.name}`, async () => {
    for (let i = 0; i < repeats; i++) device.free(job.run(device, handleA, handleB));
    await device.sync();
  });
}

/** A sum of K products in float32 is within (K + 2)·2⁻²⁴ of the sum of their magnitudes. */
async function compare(job: Job, got: Floats, a: Float32Array, b: Float32Array): Promise<void> {
  const out = new Float64Array(got.length);
  job.reference(out, Float64Array.from(a), Float64Array.from(b));
  const magnitude = new Float64Array(got.length);
  job.reference(magnitude, Float64Array.from(a, Math.abs), Float64Array.from(b, Math.abs));
  const terms = (job.multiplyAdds / got.length) * 2 + 2;
  const wrong = got.findIndex((value, i) => !(Math.abs(value - out[i]) <= terms * 2 ** -24 * magnitude[i]));
  if (wrong >= 0) throw new Error(`${job.name}: ${got[wrong]} at ${wrong}, the reference has ${out[wrong]}`);
}

/** The machine's own bound: multiply-adds that never leave the registers, under the same engine and flags. */
async function bound(): Promise<Contender & { multiplyAdds: number }> {
  const { module } = loadModule();
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { multiplyAddBound } = exports as WebAssembly.Exports & Helpers;
  new Float32Array(memory.buffer, 0, 96).fill(0.5);
  const steps = 1_000_000;
  return { ...(await timed("bound", async () => multiplyAddBound(steps, 0))), multiplyAdds: 96 * steps };
}

/** GFLOP/s in every round. */
export const rates = (times: readonly number[], multiplyAdds: number) => {
  return times.map((ms) => (2 * multiplyAdds) / ms / 1e6);
};

export const percent = (value: number) => `${(100 * value).toFixed(0)} %`;

export async function gemmTask(rounds: number): Promise<Figure[]> {
  const [one, two] = [await cpu({ threads: 1 }), await cpu({ threads: 2 })];
  const job = gemm(1024);
  const limit = await bound();
  const [single, double] = [await contender(job, one), await contender(job, two)];
  const times = await takeTurns([limit, { ...single, name: "one" }, { ...double, name: "two" }], rounds);
  const [boundRates, oneRates, twoRates] = [
    rates(times.get("bound")!, limit.multiplyAdds),
    rates(times.get("one")!, repeats * job.multiplyAdds),
    rates(times.get("two")!, repeats * job.multiplyAdds),
  ];
  await Promise.all([one.close(), two.close()]);
  const share = median(oneRates.map((rate, round) => rate / boundRates[round]));
  return [
    { what: "register-only multiply-adds, 1 thread", value: `${median(boundRates).toFixed(1)} GFLOP/s` },
    { what: "GEMM 1024³, 1 thread", value: `${median(oneRates).toFixed(1)} GFLOP/s` },
    { what: "GEMM 1024³, 2 threads", value: `${median(twoRates).toFixed(1)} GFLOP/s` },
    { what: "1 thread, of the bound", value: percent(share), asked: "≥ 75 %" },
    { what: "2 threads over 1", value: `${ratio(times, "one", "two").toFixed(2)}×`, asked: "≥ 1.85×" },
  ];
}

const layers: readonly [
  name: string,
  image: readonly [c: number, h: number, w: number],
  w: readonly [k: number, c: number, kh: number, kw: number],
  options: Conv2dOptions,
][] = [
  ["conv1", [3, 224, 224], [64, 3, 11, 11], { stride: 4, padding: 2 }],
  ["conv2", [64, 27, 27], [192, 64, 5, 5], { padding: 2 }],
  ["conv3", [192, 13, 13], [384, 192, 3, 3], { padding: 1 }],
  ["conv4", [384, 13, 13], [256, 384, 3, 3], { padding: 1 }],
  ["conv5", [256, 13, 13], [256, 256, 3, 3], { padding: 1 }],
];

/** AlexNet's convolutions, from the second on with a share of their channels and filters. */
export function alexNetLayers(batch: number, share = 1): { readonly name: string; readonly g: Conv2dGeometry }[] {
  return layers.map(([name, [c, h, w], [k, perGroup, kh, kw], options]) => {
    const x = [batch, c === 3 ? c : c * share, h, w];
    return {
      name,
      g: conv2dGeometry(name, x, [k * share, c === 3 ? perGroup : perGroup * share, kh, kw], options),
    };
  });
}

/** All faces of these. */
export function convolutions(batch: number, share = 1): Job[] {
  const faces: readonly Face[] = ["conv2d", "conv2dGradInput", "conv2dGradWeight"];
  return alexNetLayers(batch, share).flatMap(({ name, g }) => faces.map((face) => convolution(name, face, g)));
}

/** The convolutions of AlexNet, batch 8, one thread, against GEMM 1024³ in the same round. */
export async function convolutionTask(rounds: number): Promise<Figure[]> {
  const device = await cpu({ threads: 1 });
  const jobs = convolutions(8);
  const product = gemm(1024);
  const contenders = [];
  for (const job of [product, ...jobs]) contenders.push({ ...(await contender(job, device)), name: job.name });
  const times = await takeTurns(contenders, rounds);
  await device.close();
  const base = rates(times.get(product.name)!, repeats * product.multiplyAdds);
  return [product, ...jobs].map(({ name, multiplyAdds }) => {
    const own = rates(times.get(name)!, repeats * multiplyAdds);
    const share = median(own.map((rate, round) => rate / base[round]));
    const asked = /^conv[123]/.test(name) ? { asked: "≥ 60 %" } : {};
    return { what: name, value: `${median(own).toFixed(1)} GFLOP/s, ${percent(share)} of GEMM`, ...asked };
  });
}
