import { afterAll, beforeAll, expect, it } from "vitest";
import * as bound from "../../kernels/products/bound.wgsl.ts";
import type { Driver } from "../../src/devices/gpu/driver.ts";
import { provideWebGpu } from "../../src/devices/gpu/provide.node.ts";
import { webgpuDriver } from "../../src/devices/gpu/webgpu.ts";

let driver: Driver;

beforeAll(async () => {
  await provideWebGpu();
  driver = await webgpuDriver();
});

afterAll(() => driver.close());

/** What two workgroups write. */
async function run(name: string, wgsl: string, values: Float32Array, size = 2 * bound.threads): Promise<Float32Array> {
  const input = { buffer: await driver.upload(values), dims: [values.length, 1, 1] } as const;
  const tiles = { name, wgsl: () => wgsl, workgroup: [bound.threads, 1, 1], size } as const;
  const threads = [2 * bound.threads] as const;
  const made = await driver.launch({ kernel: "copy", threads, width: 1, constants: {}, args: [input], tiles });
  const result = await driver.read(made);
  for (const buffer of [input.buffer, made]) driver.free(buffer);
  return result;
}

it.each([
  ["vectors", bound.multiplyAddBound, 4],
  ["numbers", bound.multiplyAddScalarBound, 1],
] as const)("the bound of %s multiplies and adds, and its numbers do not come to rest", async (name, wgsl, width) => {
  const starts = Array.from({ length: name === "vectors" ? 8 : 16 }, (_, i) => i + 1.1);
  const sumOf = (values: readonly number[]) => width * values.reduce((sum, value) => sum + value, 0);
  const [even] = await run(name, wgsl, Float32Array.of(bound.boundInput));
  // The number of steps is even: each is back where it began.
  expect(even).toBeCloseTo(sumOf(starts), 2);
  const [halved] = await run(name, wgsl, Float32Array.of(0.5));
  expect(halved).toBeCloseTo(sumOf(starts.map(() => 2)), 2);
});

it("a copy copies", async () => {
  const values = Float32Array.from({ length: 8 * bound.threads }, (_, i) => i);
  expect(await run("copy", bound.streamCopy, values, values.length)).toEqual(values);
});
