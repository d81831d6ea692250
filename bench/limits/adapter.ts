import {
  boundInput,
  multiplyAddBound,
  multiplyAddScalarBound,
  multiplyAdds,
  streamCopy,
  threads,
} from "../../kernels/products/bound.wgsl.ts";
import type { Driver, Pass } from "../../src/devices/gpu/driver.ts";
import type { Contender } from "../engine/contender.ts";
import type { Limit } from "../engine/measure.ts";
import { closingOnFailure } from "../workloads/lab.ts";

/** How much keeps a GPU at work for some milliseconds, and a software adapter for no longer than it must. */
const amounts = {
  hardware: { groups: 16_384, bytes: 2 ** 27, copies: 16 },
  software: { groups: 16, bytes: 2 ** 20, copies: 1 },
} as const;

/** What an adapter does at most: multiply-adds in registers, of vectors and of numbers, and copies from memory to memory, far
 *  larger than its caches. */
export async function gpuLimits(driver: Driver): Promise<Limit[]> {
  const { groups, bytes, copies } = amounts[driver.adapter.software ? "software" : "hardware"];
  const vectors = Math.floor(Math.min(driver.maxBytes, bytes) / 16 / threads) * threads;
  const contenders: Contender[] = [];
  const limit = async (kind: Limit["kind"], name: string, wgsl: string, shape: Shape): Promise<Limit> => {
    const { values, outputs, width, launches, per } = shape;
    const buffer = await driver.upload(values());
    const pass: Pass = {
      kernel: "copy",
      threads: [outputs],
      width,
      constants: {},
      args: [{ buffer, dims: [buffer.size, 1, 1] }],
      tiles: { name, wgsl: () => wgsl, workgroup: [threads, 1, 1] },
    };
    const run = async () => {
      for (let i = 0; i < launches; i++) driver.free(await driver.launch(pass));
      await driver.settle();
    };
    const close = async () => driver.free(buffer);
    const facts = () => ({ device: "gpu", backend: driver.backend });
    const contender: Contender = { name: `the adapter's ${name}`, run, facts, close };
    contenders.push(contender);
    return { kind, per, contender };
  };
  const registers: Shape = {
    values: () => Float32Array.of(boundInput),
    ...{ outputs: groups * threads, width: 1, launches: 1, per: 2 * groups * threads * multiplyAdds },
  };
  const memory: Shape = {
    values: () => new Float32Array(4 * vectors),
    ...{ outputs: vectors, width: 4, launches: copies, per: 32 * vectors * copies },
  };
  return closingOnFailure(contenders, async () => [
    await limit("compute", "multiply-adds of vectors", multiplyAddBound, registers),
    await limit("compute", "multiply-adds of numbers", multiplyAddScalarBound, registers),
    await limit("memory", "copy", streamCopy, memory),
  ]);
}

interface Shape {
  readonly values: () => Float32Array;
  readonly outputs: number;
  readonly width: 1 | 4;
  readonly launches: number;
  readonly per: number;
}
