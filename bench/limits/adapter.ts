import { multiplyAddBound, multiplyAdds, threads } from "../../kernels/products/bound.wgsl.ts";
import type { Buffer, Driver, Pass } from "../../src/devices/gpu/driver.ts";
import type { Limit } from "../engine/measure.ts";
import type { Traffic } from "../workloads/work.ts";

/** WGSL that reads vectors and writes them. */
const copy = `@group(0) @binding(1) var<storage, read> args0 : array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> result : array<vec4<f32>>;

@compute @workgroup_size(${threads}, 1, 1)
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  if (id.x < arrayLength(&result)) { result[id.x] = args0[id.x]; }
}
`;

/** Workgroups: a software adapter has fewer units than a GPU. */
const groups = { hardware: 16_384, software: 16 };
/** A dimension of a dispatch has no more workgroups. */
const mostGroups = 65_535;

/** What an adapter does at most: multiply-adds in registers, and a copy that moves as many bytes as the work does. */
export async function gpuLimits(driver: Driver, { read, written }: Traffic): Promise<Limit[]> {
  const facts = () => ({ device: "gpu" });
  const count = groups[driver.adapter.software ? "software" : "hardware"];
  const one = await driver.upload(Float32Array.of(0.5));
  const vectors = Math.min(mostGroups * threads, Math.max(threads, Math.round((read + written) / 32)));
  const source = await driver.upload(new Float32Array(4 * vectors));
  const passOf = (buffer: Buffer, outputs: number, width: 1 | 4, wgsl: string): Pass => ({
    kernel: "copy",
    threads: [outputs],
    width,
    constants: {},
    args: [{ buffer, dims: [buffer.size, 1, 1] }],
    tiles: { wgsl: () => wgsl, workgroup: [threads, 1, 1] },
  });
  const contender = (name: string, pass: Pass, buffer: Buffer) => ({
    name,
    facts,
    async run() {
      driver.free(await driver.launch(pass));
      await driver.settle();
    },
    close: async () => driver.free(buffer),
  });
  return [
    {
      kind: "compute",
      contender: contender("the adapter's multiply-adds", passOf(one, count * threads, 1, multiplyAddBound), one),
      per: 2 * count * threads * multiplyAdds,
    },
    {
      kind: "memory",
      contender: contender("the adapter's copy", passOf(source, vectors, 4, copy), source),
      per: 32 * vectors,
    },
  ];
}
