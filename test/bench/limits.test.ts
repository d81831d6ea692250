import { expect, it } from "vitest";
import { cpuLimits } from "../../bench/limits/cpu.ts";
import { BareLoops, chainCounts, plan } from "../../bench/limits/loops.ts";
import { loopsOn } from "../../bench/limits/threads.node.ts";
import type { Helpers } from "../../src/devices/cpu/entries.ts";
import { newMemory } from "../../src/devices/cpu/heap.ts";
import { loadModule } from "../../src/devices/cpu/load.node.ts";

const { module } = loadModule();

it("a bare stream writes what it has read, line by line, and nothing else", () => {
  const memory = newMemory(16, true);
  const { streamBound } = new WebAssembly.Instance(module, { env: { memory } }).exports as WebAssembly.Exports &
    Helpers;
  const words = new Int32Array(memory.buffer);
  const [blocks, reads, writes] = [3, 2, 1];
  const [from, to] = [0, 4096];
  for (let i = 0; i < blocks * reads * 16; i++) words[i] = i + 1;
  words.fill(-7, to / 4, to / 4 + 100);
  streamBound(from, to, blocks, reads, writes);
  const read = (lines: number, word: number) => {
    let sum = 0;
    for (let line = 0; line < lines; line++) sum ^= words[16 * line + word];
    return sum;
  };
  for (let block = 1; block < blocks; block++) {
    const written = words.subarray(to / 4 + 16 * block, to / 4 + 16 * block + 16);
    expect([...written]).toEqual(Array.from({ length: 16 }, (_, i) => read(reads * (block + 1), i)));
  }
  expect([...words.subarray(to / 4 + 16 * blocks, to / 4 + 100)].every((word) => word === -7)).toBe(true);
});

it("goes through as many bytes as the work has, and writes its share of them", () => {
  expect(plan(2 ** 20, 2 ** 18)).toEqual({ blocks: 256, writes: 16, reads: 48, bytes: 2 ** 20 });
  expect(plan(100, 0)).toEqual({ blocks: 1, writes: 0, reads: 64, bytes: 4096 });
});

it("limits count what all threads do", async () => {
  const traffic = { flop: 1, read: 3 * 2 ** 20, written: 2 ** 20 };
  const facts = (threads: number) => ({ device: "cpu", threads });
  const runs: unknown[] = [];
  const limits = cpuLimits(async (loop) => runs.push(loop), facts(4), traffic);
  for (const { contender } of limits) await contender.run();
  const [of12, of24, memory] = limits;
  expect(runs).toEqual([
    { kind: "compute", chains: 12, steps: of12.per / 4 / 96 },
    { kind: "compute", chains: 24, steps: of24.per / 4 / 192 },
    { kind: "memory", bytes: 2 ** 20, written: 2 ** 18, passes: memory.per / 4 / 2 ** 20 },
  ]);
  expect(memory.contender.facts()).toEqual(facts(4));
});

it.each([1, 2])("the loops run on %i threads", async (threads) => {
  const { run, close } = loopsOn(threads, module);
  for (const chains of chainCounts) expect(await run({ kind: "compute", chains, steps: 1000 })).toBeGreaterThan(0);
  // Larger than the memory was.
  expect(await run({ kind: "memory", bytes: 2 ** 22, written: 2 ** 21, passes: 1 })).toBeGreaterThan(0);
  await close();
});

it("a page's memory may be its own", () => {
  expect(() => new BareLoops(module, false)).toThrow("memory");
});
