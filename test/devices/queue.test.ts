import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeviceError, DisposedError } from "../../src/core/errors.ts";
import type { Floats } from "../../src/devices/device.ts";
import { Busy, type Executor, OutOfMemory } from "../../src/devices/executor.ts";
import type { KernelName } from "../../src/devices/kernels.ts";
import { QueuedDevice } from "../../src/devices/queue.ts";

/** Runs every step a few ticks late and keeps a diary. `sqrt` fails on negative numbers. */
class SlowExecutor implements Executor<Float32Array> {
  readonly name = "slow";
  readonly dtype = "float32";
  readonly kernels: readonly KernelName[] = ["neg", "sqrt", "linearCombination"];
  readonly diary: string[] = [];
  settle: () => Promise<void> = async () => {};
  #running = 0;

  write(values: Floats): Promise<Float32Array> {
    return this.#late("write", () => Float32Array.from(values));
  }

  read(buffer: Float32Array): Promise<Float32Array> {
    return this.#late("read", () => buffer.slice());
  }

  free(buffer: Float32Array): void {
    this.diary.push("free");
    buffer.fill(Number.NaN);
  }

  run(kernel: KernelName, size: number, into: Float32Array | null, args: readonly unknown[]): Promise<Float32Array> {
    return this.#late(into === null ? kernel : `${kernel} in place`, () => {
      const out = into ?? new Float32Array(size);
      const [x, other] = args as [Float32Array, Float32Array];
      if (kernel === "sqrt" && x.some((v) => v < 0)) throw new RangeError("a negative number");
      out.forEach((_, i) => {
        out[i] = kernel === "neg" ? -x[i] : kernel === "sqrt" ? Math.sqrt(x[i]) : x[i] + other[i];
      });
      return out;
    });
  }

  close(): void {
    this.diary.push("close");
  }

  async #late<T>(what: string, work: () => T): Promise<T> {
    if (++this.#running > 1) throw new Error("two steps at once");
    for (let tick = 0; tick < 3; tick++) await Promise.resolve();
    this.#running--;
    this.diary.push(what);
    return work();
  }
}

const sumUp = { alpha: 1, beta: 1, gamma: 0 };

describe("QueuedDevice", () => {
  let executor: SlowExecutor;
  let device: QueuedDevice<Float32Array>;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);

  beforeEach(() => {
    executor = new SlowExecutor();
    device = new QueuedDevice(executor);
    process.on("unhandledRejection", note);
  });

  afterEach(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });

  it("returns at once and runs in call order, one step at a time", async () => {
    const x = device.write([1, 4]);
    const y = device.run.sqrt([2], x);
    const z = device.run.neg([2], y);
    expect(executor.diary).toEqual([]);
    expect([...(await device.read(z))]).toEqual([-1, -2]);
    expect(executor.diary).toEqual(["write", "sqrt", "neg", "read"]);
  });

  it("copies on write", async () => {
    const values = [1, 2];
    const x = device.write(values);
    values[0] = 99;
    expect([...(await device.read(x))]).toEqual([1, 2]);
  });

  it("frees in order: a kernel called before still sees the values", async () => {
    const x = device.write([3]);
    const y = device.run.neg([1], x);
    device.free(x);
    expect([...(await device.read(y))]).toEqual([-3]);
    expect(executor.diary).toEqual(["write", "neg", "free", "read"]);
    expect(() => device.run.neg([1], x)).toThrow(DisposedError);
    expect(() => device.free(x)).toThrow(DisposedError);
  });

  it("hands a failure on to all that depends on it, with its cause, without running it", async () => {
    const x = device.write([-1]);
    const bad = device.run.sqrt([1], x);
    const worse = device.run.neg([1], bad);
    const fine = device.run.neg([1], x);
    await expect(device.read(worse)).rejects.toThrow("sqrt: failed on slow (1 elements): a negative number");
    await expect(device.read(worse)).rejects.toMatchObject({ cause: expect.any(RangeError) });
    expect([...(await device.read(fine))]).toEqual([1]);
    expect(executor.diary.filter((step) => step === "neg")).toHaveLength(1);
  });

  it("reports a failure that nobody read at the next sync, once", async () => {
    device.run.sqrt([1], device.write([-1]));
    device.run.neg([1], device.write([1]));
    await expect(device.sync()).rejects.toThrow(DeviceError);
    await device.sync();
  });

  it("reports at sync what no read has rejected with", async () => {
    const first = device.run.sqrt([1], device.write([-1]));
    device.run.sqrt([2], device.write([-1, -2]));
    await expect(device.read(first)).rejects.toThrow("sqrt: failed on slow (1 elements)");
    await expect(device.sync()).rejects.toThrow("sqrt: failed on slow (2 elements)");
    await device.sync();
  });

  it("waits at sync and close for what the device settles late, and does not name its errors twice", async () => {
    const late = new DeviceError("neg: failed on slow (1 elements): late");
    executor.settle = async () => {
      executor.diary.push("settle");
      throw late;
    };
    device.run.neg([1], device.write([1]));
    await expect(device.sync()).rejects.toBe(late);
    await expect(device.close()).rejects.toBe(late);
    expect(executor.diary).toEqual(["write", "neg", "settle", "settle", "close"]);
  });

  it("rejects a read with the device's own error, and does not report it again", async () => {
    const late = new DeviceError("neg: failed on slow (1 elements): late");
    executor.read = async () => {
      throw late;
    };
    const y = device.run.neg([1], device.write([1]));
    await expect(device.read(y)).rejects.toBe(late);
    await device.sync();
  });

  it("writes over a donated buffer, which nobody may use afterwards", async () => {
    const w = device.write([1, 2]);
    const g = device.write([10, 20]);
    const before = device.memory();
    const updated = device.run.linearCombination({ donated: w }, w, g, null, sumUp);
    expect(device.memory()).toEqual(before);
    expect([...(await device.read(updated))]).toEqual([11, 22]);
    expect(executor.diary).toContain("linearCombination in place");
    await expect(device.read(w)).rejects.toThrow(DisposedError);
  });

  it("keeps a donated buffer as it was when the step cannot run, and still reports why", async () => {
    const w = device.write([1]);
    const bad = device.run.sqrt([1], device.write([-1]));
    const updated = device.run.linearCombination({ donated: w }, w, bad, null, sumUp);
    expect([...(await device.read(updated))]).toEqual([1]);
    expect(executor.diary).not.toContain("free");
    await expect(device.sync()).rejects.toThrow("sqrt: failed");
    const next = device.run.linearCombination({ donated: updated }, updated, device.write([2]), null, sumUp);
    expect([...(await device.read(next))]).toEqual([3]);
  });

  it("does not heal a donated buffer that had failed itself", async () => {
    const bad = device.run.sqrt([1], device.write([-1]));
    const updated = device.run.linearCombination({ donated: bad }, bad, device.write([1]), null, sumUp);
    await expect(device.read(updated)).rejects.toThrow("sqrt: failed");
  });

  it("frees a donated buffer when its kernel throws", async () => {
    const x = device.write([-1]);
    const bad = device.run.sqrt({ donated: x }, x);
    await expect(device.read(bad)).rejects.toThrow("sqrt: failed");
    expect(executor.diary.filter((step) => step === "free")).toHaveLength(1);
    await device.sync();
  });

  it("reports a failure to free, and goes on", async () => {
    executor.free = () => {
      throw new Error("stuck");
    };
    device.free(device.write([1]));
    const y = device.run.neg([1], device.write([2]));
    expect([...(await device.read(y))]).toEqual([-2]);
    await expect(device.sync()).rejects.toThrow("free: failed on slow (1 elements): stuck");
  });

  it("frees a buffer as soon as no step needs it, not behind all that was called since", async () => {
    const x = device.write([1]);
    const y = device.run.neg([1], x);
    const z = device.run.sqrt([1], device.run.neg([1], y));
    device.free(y);
    expect([...(await device.read(z))]).toEqual([1]);
    expect(executor.diary).toEqual(["write", "neg", "neg", "free", "sqrt", "read"]);
  });

  it("does not run what was freed before it began, nor what only that needs", async () => {
    const x = device.write([4]);
    const kept = device.run.neg([1], x);
    const dropped = device.run.neg([1], kept);
    const end = device.run.sqrt([1], dropped);
    device.free(dropped);
    device.free(end);
    expect([...(await device.read(kept))]).toEqual([-4]);
    await device.sync();
    expect(executor.diary).toEqual(["write", "neg", "read"]);
  });

  it("runs what was freed but is needed: by a read, or by an update of a donated buffer", async () => {
    const x = device.write([4]);
    const y = device.run.sqrt([1], x);
    const w = device.run.linearCombination({ donated: x }, x, y, null, sumUp);
    const read = device.read(y);
    device.free(y);
    expect([...(await read)]).toEqual([2]);
    expect([...(await device.read(w))]).toEqual([6]);
  });

  it("drops a chain of any length", async () => {
    let last = device.write([1]);
    for (let i = 0; i < 50_000; i++) {
      const next = device.run.neg([1], last);
      device.free(last);
      last = next;
    }
    device.free(last);
    await device.sync();
    expect(executor.diary.filter((step) => step === "neg")).toEqual([]);
    expect(device.memory().liveBytes).toBe(0);
  });

  it("asks a busy device again when it is not, or at once where very many steps wait", async () => {
    const urgency: boolean[] = [];
    let free = () => {};
    const isFree = new Promise<void>((resolve) => {
      free = resolve;
    });
    let isBusy = true;
    const run: Executor<Float32Array>["run"] = (_, size, __, ___, urgent) => {
      urgency.push(urgent);
      return isBusy && !urgent ? new Busy(isFree) : new Float32Array(size);
    };
    const device = new QueuedDevice<Float32Array>(Object.assign(executor, { run }));
    const x = device.write([1]);
    await device.sync();
    const call = () => device.run.neg([1], x);
    const first = call();
    call();
    expect(urgency).toEqual([false]);
    for (let i = 2; i < 4097; i++) call();
    expect(urgency.slice(1).every((urgent) => urgent)).toBe(true);
    expect(urgency).toHaveLength(1 + 4097);
    const last = call();
    isBusy = false;
    free();
    expect([...(await device.read(last))]).toEqual([0]);
    expect([...(await device.read(first))]).toEqual([0]);
  });

  it("asks again for memory once unreachable tensors are gone, and fails if there still is none", async () => {
    let missing = 1;
    const run = executor.run.bind(executor);
    executor.run = (kernel, size, into, args) => {
      if (missing-- > 0) throw new OutOfMemory("out of memory");
      return run(kernel, size, into, args);
    };
    const x = device.write([1]);
    expect([...(await device.read(device.run.neg([1], x)))]).toEqual([-1]);
    missing = 2;
    await expect(device.read(device.run.neg([1], x))).rejects.toThrow(
      "neg: failed on slow (1 elements): out of memory",
    );
    expect([...(await device.read(device.run.neg([1], x)))]).toEqual([-1]);
  });

  it("counts live and peak bytes", async () => {
    const x = device.write([1, 2, 3]);
    const y = device.run.neg([3], x);
    device.free(x);
    expect(device.memory()).toEqual({ liveBytes: 12, peakBytes: 24, liveBuffers: 1 });
    device.free(y);
    expect(device.memory().liveBytes).toBe(0);
    await device.sync();
  });

  it("refuses buffers of another device", () => {
    const other = new QueuedDevice(new SlowExecutor());
    expect(() => device.run.neg([1], other.write([1]))).toThrow(
      "neg: expected a buffer of slow; got one of another device",
    );
  });

  it("closes after what is under way, and then refuses work", async () => {
    const x = device.write([1]);
    device.run.neg([1], x);
    await Promise.all([device.close(), device.close()]);
    expect(executor.diary).toEqual(["write", "neg", "close"]);
    expect(() => device.write([1])).toThrow("slow: the device is closed");
    await expect(device.read(x)).rejects.toThrow("slow: the device is closed");
    await device.close();
  });
});
