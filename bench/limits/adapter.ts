import { multiplyAddBound, multiplyAdds, threads } from "../../kernels/products/bound.wgsl.ts";
import type { Buffer, Driver, Pass } from "../../src/devices/gpu/driver.ts";
import type { Limit } from "../engine/measure.ts";

/** WGSL that reads vectors and writes them. */
const copy = `@group(0) @binding(1) var<storage, read> args0 : array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> result : array<vec4<f32>>;

@compute @workgroup_size(${threads}, 1, 1)
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  if (id.x < arrayLength(&result)) { result[id.x] = args0[id.x]; }
}
`;

/** How much keeps a GPU at work for some milliseconds, and a software adapter for no longer than it must. */
const amounts = {
  hardware: { groups: 16_384, bytes: 2 ** 27, copies: 16 },
  software: { groups: 16, bytes: 2 ** 20, copies: 1 },
} as const;

/** What an adapter does at most: multiply-adds in registers, and copies from memory to memory, far larger than its caches. */
export async function gpuLimits(driver: Driver): Promise<Limit[]> {
  const facts = () => ({ device: "gpu" });
  const { groups, bytes, copies } = amounts[driver.adapter.software ? "software" : "hardware"];
  const vectors = Math.floor(Math.min(driver.maxBytes, bytes) / 16 / threads) * threads;
  const one = await driver.upload(Float32Array.of(0.5));
  const source = await driver.upload(new Float32Array(4 * vectors));
  // Kernels are known by their constants, not by what stands in their place.
  const passOf = (buffer: Buffer, outputs: number, width: 1 | 4, wgsl: string): Pass => ({
    kernel: "copy",
    threads: [outputs],
    width,
    constants: { width },
    args: [{ buffer, dims: [buffer.size, 1, 1] }],
    tiles: { wgsl: () => wgsl, workgroup: [threads, 1, 1] },
  });
  const contender = (name: string, pass: Pass, launches: number, buffer: Buffer) => ({
    name,
    facts,
    async run() {
      for (let i = 0; i < launches; i++) driver.free(await driver.launch(pass));
      await driver.settle();
    },
    close: async () => driver.free(buffer),
  });
  return [
    {
      kind: "compute",
      contender: contender("the adapter's multiply-adds", passOf(one, groups * threads, 1, multiplyAddBound), 1, one),
      per: 2 * groups * threads * multiplyAdds,
    },
    {
      kind: "memory",
      contender: contender("the adapter's copy", passOf(source, vectors, 4, copy), copies, source),
      per: 32 * vectors * copies,
    },
  ];
}
