import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { boundInput, multiplyAddBound, multiplyAdds, threads } from "../kernels/products/bound.wgsl.ts";
import { Rng } from "../src/core/rng.ts";
import { cpu } from "../src/devices/cpu/index.node.ts";
import type { Device, Floats } from "../src/devices/device.ts";
import { type Driver, productLevels } from "../src/devices/gpu/driver.ts";
import { type GpuDevice, gpu } from "../src/devices/gpu/index.node.ts";
import { webgpuDriver } from "../src/devices/gpu/webgpu.ts";
import { buildModel } from "../src/models/index.ts";
import { type Row, toMarkdown } from "./gpuReport.ts";
import { step } from "./networks.ts";
import { convolutions, gemm, type Job } from "./products.ts";
import { log } from "./report.ts";
import { type Contender, median, takeTurns, timed } from "./rounds.ts";

const help = `Usage: npm run bench:gpu -- [--small] [--rounds n] [--batch n] [--out folder] [--json]

The gpu device on this machine's adapter, three ways (gpu.js's kernels with one output a thread, with four, and tiles
in WGSL of our own), beside the cpu device: matrix products, AlexNet's convolutions with both gradients, a training
step. Every result is compared with the cpu device's before it is timed, and nothing that fell back to the cpu is timed.
Writes gpu.json and gpu.md to the folder.

  --small     sizes that a software adapter can do, to see that it works
  --rounds n  of which medians are taken (default 7)
  --batch n   images of the convolutions and the training step (default 32)
  --out dir   default: runs/bench-gpu
  --json      print the JSON too
`;

const { values } = parseArgs({
  options: {
    small: { type: "boolean", default: false },
    rounds: { type: "string", default: "7" },
    batch: { type: "string" },
    out: { type: "string", default: "runs/bench-gpu" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});

/** Runs a job on a device as often as it takes to fill some milliseconds. */
async function contender(job: Job, device: Device, name: string, expected: Floats | null): Promise<Contender> {
  const [a, b] = inputsOf(job);
  const [handleA, handleB] = [device.write(a), device.write(b)];
  const once = () => device.free(job.run(device, handleA, handleB));
  const out = job.run(device, handleA, handleB);
  if (expected !== null) check(job, name, await device.read(out), expected);
  device.free(out);
  await device.sync();
  const start = performance.now();
  once();
  await device.sync();
  const repeats = Math.max(1, Math.min(20, Math.ceil(50 / (performance.now() - start))));
  const run = async () => {
    for (let i = 0; i < repeats; i++) once();
    await device.sync();
  };
  const { round } = await timed(name, run, { wake: async () => {} });
  const close = async () => {
    device.free(handleA);
    device.free(handleB);
  };
  return { name, round: async () => (await round()) / repeats, close };
}

function inputsOf(job: Job): readonly [Float32Array, Float32Array] {
  const rng = new Rng(1);
  const draw = (size: number) => Float32Array.from({ length: size }, () => rng.uniform(-1, 1));
  return [draw(job.sizes[0]), draw(job.sizes[1])];
}

/** The partial sums of K products of random numbers between −1 and 1 are about √K in size: each of the K roundings, on
 *  either side, is 2⁻²⁴ of that. */
function check(job: Job, name: string, got: Floats, expected: Floats): void {
  const terms = job.multiplyAdds / expected.length;
  const wrong = got.findIndex(
    (value, i) => !(Math.abs(value - expected[i]) <= 2 * terms * 2 ** -24 * Math.sqrt(terms)),
  );
  if (wrong >= 0)
    throw new Error(`${job.name}, ${name}: ${got[wrong]} at ${wrong}, the cpu device has ${expected[wrong]}`);
}

/** What the adapter does at most, in GFLOP/s. */
async function measureBound(small: boolean, rounds: number): Promise<number> {
  const driver: Driver = await webgpuDriver();
  const groups = small ? 16 : 16_384;
  const input = { buffer: await driver.upload(Float32Array.of(boundInput)), dims: [1, 1, 1] } as const;
  const pass = {
    kernel: "copy" as const,
    threads: [groups * threads] as const,
    width: 1 as const,
    constants: {},
    args: [input],
    tiles: { name: "bound", wgsl: () => multiplyAddBound, workgroup: [threads, 1, 1] as const },
  };
  const run = async () => {
    driver.free(await driver.launch(pass));
    await driver.settle();
  };
  const times = await takeTurns([await timed("bound", run)], rounds);
  await driver.close();
  return (2 * groups * threads * multiplyAdds) / median(times.get("bound")!) / 1e6;
}

interface Way {
  readonly name: string;
  readonly device: Device;
}

async function measure(job: Job, ways: readonly Way[], rounds: number, bound: number): Promise<Row[]> {
  log(job.name);
  const cpuDevice = ways.at(-1)!.device;
  const [a, b] = inputsOf(job);
  const [handleA, handleB] = [cpuDevice.write(a), cpuDevice.write(b)];
  const out = job.run(cpuDevice, handleA, handleB);
  const expected = await cpuDevice.read(out);
  for (const handle of [handleA, handleB, out]) cpuDevice.free(handle);
  const contenders: Contender[] = [];
  for (const { name, device } of ways) {
    contenders.push(await contender(job, device, name, device === cpuDevice ? null : expected));
  }
  const times = await takeTurns(contenders, rounds);
  for (const each of contenders) await each.close();
  return contenders.map(({ name }) => {
    const ms = median(times.get(name)!);
    const gflops = (2 * job.multiplyAdds) / ms / 1e6;
    return { what: job.name, way: name, ms, gflops, ofBound: name === "cpu" ? null : gflops / bound };
  });
}

async function measureStep(small: boolean, batch: number, ways: readonly Way[], rounds: number): Promise<Row[]> {
  const name = small ? "alexnet-small" : "torchvision";
  const [shape, classes] = small ? [[batch, 3, 32, 32], 10] : [[batch, 3, 224, 224], 1000];
  log(`training step of ${name}, batch ${batch}`);
  const rows: Row[] = [];
  const contenders: Contender[] = [];
  for (const way of ways) {
    const model = buildModel(name, { device: way.device, rng: new Rng(0) });
    contenders.push({ ...(await step(model, way.device, shape, classes, 5e-4)), name: way.name });
  }
  const times = await takeTurns(contenders, rounds);
  for (const { name: way } of contenders) {
    rows.push({ what: `${name}, batch ${batch}`, way, ms: median(times.get(way)!), gflops: null, ofBound: null });
  }
  return rows;
}

async function main(): Promise<void> {
  const rounds = Number(values.rounds);
  const batch = Number(values.batch ?? (values.small ? 1 : 32));
  if (![rounds, batch].every((n) => Number.isSafeInteger(n) && n > 0))
    throw new Error("expected --rounds, --batch ≥ 1");
  const devices: GpuDevice[] = [];
  for (const products of productLevels) devices.push(await gpu({ fallback: "error", products }));
  const [{ adapter, software }] = devices as [GpuDevice];
  log(`${adapter}${software ? ": a software adapter; its times say nothing of GPUs" : ""}`);
  const cpuDevice = await cpu();
  const ways = [
    ...devices.map((device, i) => ({ name: `gpu, ${productLevels[i]}`, device })),
    { name: "cpu", device: cpuDevice },
  ];
  const bound = await measureBound(values.small, rounds);
  log(`bound: ${bound.toFixed(0)} GFLOP/s`);
  const sizes = values.small ? [64, 128, 256] : [256, 512, 1024, 2048, 4096];
  const tables = [
    { title: "Matrix products", jobs: sizes.map(gemm) },
    values.small
      ? { title: "AlexNet's convolutions, an eighth of their channels", jobs: convolutions(batch, 1 / 8).slice(6) }
      : { title: "AlexNet's convolutions", jobs: convolutions(batch) },
  ];
  const sections: { title: string; rows: Row[] }[] = [];
  for (const { title, jobs } of tables) {
    const rows: Row[] = [];
    for (const job of jobs) rows.push(...(await measure(job, ways, rounds, bound)));
    sections.push({ title, rows });
  }
  sections.push({ title: "Training step", rows: await measureStep(values.small, batch, ways, rounds) });
  for (const { device } of ways) await device.close();
  const report = {
    adapter,
    software,
    bound,
    batch,
    rounds,
    node: process.version,
    cpuThreads: cpuDevice.threads,
    cpuSimd: cpuDevice.simd,
    sections,
  };
  mkdirSync(values.out, { recursive: true });
  const json = JSON.stringify(report, null, 2);
  writeFileSync(join(values.out, "gpu.json"), `${json}\n`);
  writeFileSync(join(values.out, "gpu.md"), toMarkdown(report));
  process.stdout.write(`${values.json ? json : toMarkdown(report)}\n`);
  log(`written to ${values.out}: gpu.json, gpu.md`);
}

if (values.help) process.stdout.write(help);
else await main();
