import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { OptionError } from "../../../src/core/errors.ts";
import { cpu } from "../../../src/devices/cpu/index.node.ts";
import { loadModule } from "../../../src/devices/cpu/load.node.ts";
import { makeDevice } from "../../../src/devices/cpu/makeDevice.ts";
import { makeExecutor } from "../../../src/devices/cpu/makeExecutor.ts";
import { NodePool } from "../../../src/devices/cpu/pool.node.ts";
import { type Tile, tileAt } from "../../../src/devices/cpu/tiles.ts";
import type { Loaded } from "../../../src/devices/cpu/tune.ts";
import type { Device, Handle } from "../../../src/devices/device.ts";
import {
  Conv2d,
  crossEntropy,
  Flatten,
  Linear,
  LocalResponseNorm,
  MaxPool2d,
  ones,
  ReLU,
  Rng,
  reference,
  Sequential,
  SGD,
  scope,
  tensor,
} from "../../../src/index.ts";

const addUp = { alpha: 1, beta: 1, gamma: 0 };
/** Elements that keep a worker busy for a while. */
const large = 2 ** 21;

let loaded: Loaded;
const tile: Tile = tileAt(0);
const opened: Device[] = [];

/** A device whose threads can be reached. */
function open(threads: number) {
  const pools: NodePool[] = [];
  const newPool = () => {
    pools.push(new NodePool(threads));
    return pools.at(-1)!;
  };
  const device = makeDevice(makeExecutor({ loaded, tile, threads, spins: 100, newPool }));
  opened.push(device);
  return { device, pools };
}

function kill({ pools }: { pools: readonly NodePool[] }, worker: number): void {
  void pools.at(-1)!.threads[worker].terminate();
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A chain of commands that takes a tenth of a second or so. */
function longChain(device: Device, x: Handle, length = 60): Handle {
  let y = device.run.tanh([x.size], x);
  for (let i = 1; i < length; i++) {
    const next = device.run.tanh([x.size], y);
    device.free(y);
    y = next;
  }
  return y;
}

/** Three steps of a small network: losses, then all parameters, gradients of the last step first. */
async function train(device: Device): Promise<Float32Array[]> {
  const rng = new Rng(7);
  const options = { device, rng };
  const net = new Sequential([
    new Conv2d(3, 20, { kernel: 5, padding: 2, ...options }),
    new ReLU(),
    new LocalResponseNorm(),
    new MaxPool2d({ kernel: 3, stride: 2 }),
    new Conv2d(20, 24, { kernel: 3, padding: 1, groups: 2, ...options }),
    new ReLU(),
    new Flatten(),
    new Linear(24 * 15 * 15, 10, options),
  ]);
  const images = Float32Array.from({ length: 4 * 3 * 32 * 32 }, () => rng.normal());
  const x = tensor(images, [4, 3, 32, 32], { device });
  const optimizer = new SGD(net.parameters(), { lr: 0.01, momentum: 0.9, weightDecay: 1e-3 });
  const results: Float32Array[] = [];
  for (let step = 0; step < 3; step++) {
    const loss = scope(() => {
      optimizer.zeroGrad();
      const loss = crossEntropy(net.forward(x), [1, 0, 7, 3]);
      loss.backward();
      optimizer.step();
      return loss.detach();
    });
    results.push((await loss.data()) as Float32Array);
  }
  for (const p of net.parameters()) {
    results.push((await p.grad!.data()) as Float32Array, (await p.data()) as Float32Array);
  }
  return results;
}

beforeAll(() => {
  loaded = loadModule();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((device) => device.close()));
});

describe("cpu", () => {
  it("takes 1 to 64 threads", async () => {
    for (const threads of [0, 65, 1.5, Number.NaN]) await expect(cpu({ threads })).rejects.toThrow(OptionError);
  });

  it("computes the same bits with 1 to 4 threads, close to the reference's", async () => {
    const expected = await train(reference());
    const all: Float32Array[][] = [];
    for (const threads of [1, 2, 3, 4]) all.push(await train(open(threads).device));
    for (const results of all.slice(1)) expect(results).toEqual(all[0]);
    all[0].forEach((values, i) => {
      const worst = values.reduce((most, value, j) => Math.max(most, Math.abs(value - expected[i][j])), 0);
      expect(worst).toBeLessThan(1e-4);
    });
  });

  it("keeps order with more commands pending than its ring holds", async () => {
    const { device } = open(2);
    const busy = longChain(device, device.write(new Float32Array(large)), 10);
    let y = device.write([1, -2, 3]);
    for (let i = 0; i < 3001; i++) {
      const next = device.run.neg([3], y);
      device.free(y);
      y = next;
    }
    expect([...(await device.read(y))]).toEqual([-1, 2, -3]);
    device.free(busy);
  });

  it("does not write into memory that pending commands still read", async () => {
    const { device } = open(2);
    const busy = longChain(device, device.write(new Float32Array(large)), 10);
    const x = device.write(new Float32Array(5000).fill(1));
    const y = device.run.neg([5000], x);
    device.free(x);
    const z = device.write(new Float32Array(5000).fill(2));
    expect((await device.read(y)).every((value) => value === -1)).toBe(true);
    expect((await device.read(z)).every((value) => value === 2)).toBe(true);
    device.free(busy);
  });

  it("goes on after a pause, in which its workers stop", async () => {
    const { device } = open(2);
    const x = device.write([1]);
    const y = device.run.neg([1], x);
    await device.sync();
    await pause(300);
    expect([...(await device.read(device.run.neg([1], y)))]).toEqual([1]);
  });
});

describe("a failure on the cpu device", () => {
  it("names the first bad label, whatever the threads", async () => {
    const labels = new Float32Array(60_000).fill(3);
    labels[59_999] = -1;
    labels[31_234] = 12;
    labels[45_000] = 2.5;
    for (const threads of [1, 2, 4]) {
      const { device } = open(threads);
      const x = device.write(new Float32Array(600_000));
      const picked = device.run.pick([60_000], x, device.write(labels), { classes: 10 });
      await expect(device.read(picked)).rejects.toThrow(
        "pick: failed on cpu (60000 elements): expected labels from 0 to 9; got 12 at index 31234",
      );
      await device.sync();
    }
  });

  it("reaches all that depends on it, nothing else, and the next sync", async () => {
    const { device } = open(2);
    const x = device.write([1, 2, 3]);
    const bad = device.run.pick([1], x, device.write([5]), { classes: 3 });
    const worse = device.run.neg([1], device.run.exp([1], bad));
    const fine = device.run.neg([3], x);
    const other = device.run.oneHot([3], device.write([7]), { classes: 3 });
    expect([...(await device.read(fine))]).toEqual([-1, -2, -3]);
    await expect(device.read(worse)).rejects.toThrow("pick: failed on cpu (1 elements): expected labels from 0 to 2");
    await expect(device.sync()).rejects.toThrow(
      "oneHot: failed on cpu (3 elements): expected labels from 0 to 2; got 7",
    );
    await device.sync();
    await expect(device.read(other)).rejects.toThrow("oneHot: failed");
  });

  it("leaves parameters as they were, and their memory to the next tensor free of it", async () => {
    const { device } = open(2);
    const w = device.write([1, 2]);
    const bad = device.run.pick([2], device.write([1, 2, 3, 4]), device.write([0, 9]), { classes: 2 });
    const kept = device.run.linearCombination({ donated: w }, w, bad, null, addUp);
    expect([...(await device.read(kept))]).toEqual([1, 2]);
    const next = device.run.linearCombination({ donated: kept }, kept, device.write([10, 20]), null, addUp);
    expect([...(await device.read(next))]).toEqual([11, 22]);
    device.free(bad);
    expect([...(await device.read(device.run.fill([2], { value: 4 })))]).toEqual([4, 4]);
    await expect(device.sync()).rejects.toThrow("pick: failed");
  });

  it("says what is in use when memory runs out, and gives all of it back", async () => {
    const { device } = open(2);
    const w = device.write([1, 2, 3, 4]);
    scope(() => {
      const x = tensor(new Float32Array(2 * 3 * 8 * 8), [2, 3, 8, 8], { device });
      const layer = new Conv2d(3, 4, { kernel: 3, device });
      for (let i = 0; i < 3; i++) layer.forward(x).dispose();
      layer.dispose();
    });
    const tooLarge = device.run.fill([2 ** 30], { value: 1 });
    await expect(device.read(tooLarge)).rejects.toThrow(
      "fill: failed on cpu (1073741824 elements): out of memory: asked for 4096.0 MiB; 1 KiB of 4096.0 MiB are in use by " +
        "1 buffers, and the largest free range is 4095.5 MiB",
    );
    expect([...(await device.read(w))]).toEqual([1, 2, 3, 4]);
  });
});

it("names the tensors that take most where memory runs out, and scope", async () => {
  const { device } = open(1);
  const kept = [1024, 2 ** 20, 2 ** 20].map((size) => ones([size], { device }));
  const large = ones([2, 2 ** 29], { device });
  await expect(large.data()).rejects.toThrow(
    /^fill: failed .* scope and dispose free .*; the largest tensors: 2 of \[1048576\] \(8\.0 MiB\), 1 of \[1024\] \(0\.0 MiB\)$/,
  );
  for (const x of kept) x.dispose();
  await device.sync();
});

describe("a lost worker", () => {
  it("costs the kernel that ran and what depends on it; the next step is right", async () => {
    const threads = open(2);
    const { device } = threads;
    const x = device.write(new Float32Array(large).fill(1));
    // Now and then a worker dies between two chunks, and nothing is lost.
    for (let attempt = 0, lost = false; attempt < 5 && !lost; attempt++) {
      const w = device.write(new Float32Array(large).fill(2));
      const grad = longChain(device, x);
      const updated = device.run.linearCombination({ donated: w }, w, grad, null, addUp);
      await pause(40);
      kill(threads, attempt % 2);
      const outcome = await device.read(grad).then(
        () => "computed",
        (error: Error) => error.message,
      );
      lost = outcome !== "computed";
      if (lost)
        expect(outcome).toBe(
          `tanh: failed on cpu (${large} elements): worker ${(attempt % 2) + 1} of 2 was lost; another takes its place: run the step again`,
        );
      const kept = await device.read(updated);
      if (lost) expect(kept.every((value) => value === 2)).toBe(true);
      const next = device.run.linearCombination({ donated: updated }, x, x, null, addUp);
      expect((await device.read(next)).every((value) => value === 2)).toBe(true);
      for (const handle of [grad, next]) device.free(handle);
      if (attempt === 4) expect(lost).toBe(true);
    }
    await device.sync();
  });

  it("takes a buffer with it that was being written in place", async () => {
    let outcome = "400";
    // Nothing is lost where they die while they start, or between two chunks.
    for (let attempt = 1; attempt <= 10 && outcome === "400"; attempt++) {
      const threads = open(2);
      const { device } = threads;
      const x = device.write(new Float32Array(large).fill(1));
      let w = device.write(new Float32Array(large));
      for (let i = 0; i < 400; i++) w = device.run.linearCombination({ donated: w }, w, x, null, addUp);
      await pause(30 * attempt);
      kill(threads, 0);
      kill(threads, 1);
      outcome = await device.read(w).then(
        (values) => [...new Set(values)].join(),
        (error: Error) => error.message,
      );
      const next = device.run.linearCombination([large], x, x, null, addUp);
      expect((await device.read(next)).every((value) => value === 2)).toBe(true);
      await device.close();
    }
    expect(outcome).toMatch(
      /^linearCombination: failed on cpu \(2097152 elements\): (worker [12] of 2 was lost; another takes its|workers 1 and 2 of 2 were lost; others take their) place: run the step again$/,
    );
  });

  it("does not hold up a loop that never awaits, where the calling thread works too", async () => {
    const threads = open(2);
    const { device } = threads;
    const x = device.write(new Float32Array(large).fill(1));
    const y = longChain(device, x);
    await pause(20);
    kill(threads, 1);
    const z = longChain(device, device.write([1]), 3000);
    const error = await device.read(y).then(
      () => null,
      (error: Error) => error.message,
    );
    if (error !== null) expect(error).toMatch(/^tanh: failed on cpu .*: worker 2 of 2 was lost; .*run the step again$/);
    expect((await device.read(z))[0]).toBeGreaterThan(0);
    await device.sync();
  });

  it("is replaced without a loss while nothing runs, even if all die, and die again", async () => {
    const threads = open(3);
    const { device, pools } = threads;
    const x = device.write([1, 2]);
    for (let round = 0; round < 3; round++) {
      expect([...(await device.read(device.run.neg([2], x)))]).toEqual([-1, -2]);
      for (const worker of [0, 1, 2]) kill(threads, worker);
      await pause(round * 20);
      for (const thread of pools.at(-1)!.threads) void thread.terminate();
    }
    expect([...(await device.read(device.run.neg([2], x)))]).toEqual([-1, -2]);
    await device.sync();
  });
});

describe("a process with a cpu device", () => {
  const entry = new URL("../../../dist/src/devices/cpu/index.node.js", import.meta.url).href;
  const start = `import { cpu } from "${entry}"; const device = await cpu({ threads: 2 });
    const y = device.run.exp([3], device.write([0, 0, 0]));`;
  const scripts = {
    "after close": `console.log(await device.read(y)); await device.close(); console.log("closed");`,
    "without close, when nothing is awaited": "console.log(await device.read(y));",
    "with a read that nobody waits for": "device.read(y).then(console.log);",
    "after devices were closed while their threads start": `console.log(await device.read(y));
      for (let i = 0; i < 10; i++) {
        const next = await cpu({ threads: 3 });
        next.run.exp([1], next.write([0]));
        await new Promise((resolve) => setTimeout(resolve, i * 7));
        await Promise.all([next.close(), next.close()]);
      }`,
  };

  it.each(Object.entries(scripts))("exits %s", async (_, script) => {
    const args = ["--input-type=module", "-e", start + script];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
    expect(stdout).toContain("[ 1, 1, 1 ]");
    expect(stderr).toBe("");
  });
});
