import { describe, expect, it } from "vitest";
import { update } from "../../src/core/update.ts";
import type { Calls, Handle } from "../../src/devices/device.ts";
import {
  conv2d,
  defineOp,
  detectAnomaly,
  grad,
  inferBroadcast,
  linear,
  maximum,
  mul,
  noGrad,
  ones,
  reference,
  relu,
  type Tensor,
  tensor,
} from "../../src/index.ts";

const device = reference({ dtype: "float64" });
const leaf = (values: number[], shape = [values.length]) => tensor(values, shape, { device, requiresGrad: true });
const numbers = async (t: Tensor | null) => [...(await t!.data())];

describe("backward", () => {
  it("accumulates over calls and over paths", async () => {
    const x = leaf([2, 3]);
    x.mul(x).add(x).sum().backward();
    expect(await numbers(x.grad)).toEqual([5, 7]);
    x.sum().backward();
    expect(await numbers(x.grad)).toEqual([6, 8]);
    x.zeroGrad();
    expect(x.grad).toBeNull();
  });

  it("does not compute a gradient that nobody asked for", async () => {
    const x = tensor(new Float64Array(16), [1, 1, 4, 4], { device });
    const w = tensor(new Float64Array(4), [1, 1, 2, 2], { device, requiresGrad: true });
    const calls: string[] = [];
    const kernel = device.run.conv2dGradInput;
    Object.assign(device.run, {
      conv2dGradInput: (...args: Parameters<typeof kernel>) => {
        calls.push("conv2dGradInput");
        return kernel(...args);
      },
    });
    conv2d(x, w).sum().backward();
    expect(calls).toEqual([]);
    conv2d(leaf([...new Float64Array(16)], [1, 1, 4, 4]), w)
      .sum()
      .backward();
    expect(calls).toEqual(["conv2dGradInput"]);
    Object.assign(device.run, { conv2dGradInput: kernel });
  });

  it("needs a scalar or a gradient of the output's shape", () => {
    const y = leaf([1, 2]).mul(2);
    expect(() => y.backward()).toThrow("backward: expected a scalar output where no gradient is given; got [2]");
    expect(() => y.backward(ones([3], { device }))).toThrow("expected a gradient of the output's shape [2]; got [3]");
    expect(() => tensor([1], { device }).backward()).toThrow("output 0 requires no gradient");
  });

  it("runs once, unless the graph is retained", async () => {
    const x = leaf([3]);
    const y = x.mul(x);
    y.backward(undefined, { retainGraph: true });
    y.backward();
    expect(await numbers(x.grad)).toEqual([12]);
    expect(() => y.backward()).toThrow(/mul: its saved tensors are freed/);
  });

  it("differentiates itself under createGraph", async () => {
    const x = leaf([2]);
    const [first] = grad(x.pow(3), [x], { createGraph: true });
    const [second] = grad(first!, [x], { createGraph: true });
    const [third] = grad(second!, [x]);
    expect(await Promise.all([first, second, third].map((t) => t!.item()))).toEqual([12, 12, 6]);
  });

  it("accumulates differentiable gradients", async () => {
    const x = leaf([2]);
    x.pow(3).backward(undefined, { createGraph: true });
    x.pow(2).backward(undefined, { createGraph: true });
    const [second] = grad(x.grad!, [x]);
    expect(await second!.item()).toBe(14);
  });
});

describe("grad", () => {
  it("leaves grad fields alone and tells unused inputs", async () => {
    const x = leaf([1]);
    const unused = leaf([1]);
    const y = x.mul(5);
    expect(() => grad(y, [unused], { retainGraph: true })).toThrow("grad: no output depends on input 0");
    const [gx, none] = grad(y, [x, unused], { allowUnused: true });
    expect(await gx!.item()).toBe(5);
    expect(none).toBeNull();
    expect(x.grad).toBeNull();
  });

  it("differentiates by results of operators", async () => {
    const x = leaf([3]);
    const h = x.mul(2);
    const [gh] = grad(h.mul(h), [h]);
    expect(await gh!.item()).toBe(12);
  });
});

describe("recording", () => {
  it("stops in noGrad and at detach", () => {
    const x = leaf([1]);
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(x.detach().mul(2).requiresGrad).toBe(false);
    expect(x.mul(2).requiresGrad).toBe(true);
  });

  it("refuses an asynchronous function and goes on recording", () => {
    expect(() => noGrad(async () => {})).toThrow("noGrad: expected a synchronous function");
    expect(leaf([1]).mul(2).requiresGrad).toBe(true);
  });

  it("freezes and frees leaves only", () => {
    const x = leaf([1]);
    x.requiresGrad = false;
    expect(x.mul(2).requiresGrad).toBe(false);
    x.requiresGrad = true;
    const y = x.mul(2);
    expect(() => {
      y.requiresGrad = false;
    }).toThrow(/use detach/);
  });
});

describe("hooks and retained gradients", () => {
  it("sees the complete gradient, may replace it, and can be removed", async () => {
    const x = leaf([1, 2]);
    const h = x.mul(3).retainGrad();
    const seen: Tensor[] = [];
    const remove = h.registerHook((gradient) => {
      seen.push(gradient.detach());
      return gradient.mul(10);
    });
    h.mul(h).sum().backward();
    expect(await numbers(seen[0])).toEqual([6, 12]);
    expect(await numbers(h.grad)).toEqual([60, 120]);
    expect(await numbers(x.grad)).toEqual([180, 360]);
    remove();
    x.zeroGrad();
    x.mul(3).sum().backward();
    expect(seen).toHaveLength(1);
  });

  it("refuses a gradient of another shape", () => {
    const x = leaf([1, 2]);
    x.registerHook((gradient) => gradient.sum());
    expect(() => x.sum().backward()).toThrow("hook: expected a gradient of shape [2]; got []");
  });
});

describe("parameters", () => {
  it("keeps the values that a graph saved when a parameter is updated before backward", async () => {
    const x = leaf([2]);
    const y = x.mul(x);
    update(x, (out) => device.run.fill(out, { value: 100 }));
    y.backward();
    expect(await numbers(x)).toEqual([100]);
    expect(await numbers(x.grad)).toEqual([4]);
  });

  it("writes in place where nobody else holds the buffer", async () => {
    const x = leaf([2]);
    const before = device.memory().liveBytes;
    update(x, (out) => device.run.fill(out, { value: 7 }));
    expect(device.memory().liveBytes).toBe(before);
    expect(await numbers(x)).toEqual([7]);
  });
});

describe("detectAnomaly", () => {
  it("names the operator in which a number stopped being finite, forward and backward", async () => {
    const x = leaf([-1, 4]);
    await expect(detectAnomaly(() => x.log().exp())).rejects.toThrow(/^log: its output: 1 of 2 values \[2\]/);
    const zero = leaf([0, 1]);
    await expect(detectAnomaly(() => zero.sqrt().sum().backward())).rejects.toThrow(/^div: its output: 1 of 2/);
  });

  it("tells bad input from bad results", async () => {
    const x = tensor([Number.NaN, 1], { device });
    await expect(detectAnomaly(() => relu(x))).rejects.toThrow(/^relu: its input x: 1 of 2/);
  });

  it("finds the same bad input again, sees what accumulates, and does not mind a second check beside it", async () => {
    const x = tensor([Number.POSITIVE_INFINITY], { device });
    for (let i = 0; i < 2; i++) await expect(detectAnomaly(() => x.pow(-1))).rejects.toThrow(/^pow: its input a/);
    const single = tensor([1], { device: reference(), requiresGrad: true });
    const twice = () => {
      for (let i = 0; i < 2; i++) single.mul(3e38).backward();
    };
    await expect(detectAnomaly(twice)).rejects.toThrow(/^accumulate: its output/);
    const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const [early, late] = await Promise.allSettled([
      detectAnomaly(() => wait(1)),
      detectAnomaly(() => wait(5).then(() => leaf([-1]).log())),
    ]);
    expect([early.status, late.status]).toEqual(["fulfilled", "rejected"]);
    const before = device.memory().liveBytes;
    const failing = detectAnomaly(() => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(device.memory().liveBytes).toBe(before);
  });

  it("returns the result where all is finite", async () => {
    const y = await detectAnomaly(() => leaf([1]).mul(2));
    expect(await y.item()).toBe(2);
  });
});

describe("defineOp", () => {
  it("lets users bring an operator made of kernels", async () => {
    const square = defineOp({
      name: "square",
      inputs: ["x"],
      infer: ({ x }) => inferBroadcast("square")({ a: x, b: x }),
      forward: (k, { x }, g) => k.mul(g.shape, x, x, g),
      saves: ["x"],
      backward: (dy, { x }) => ({ x: () => mul(dy, mul(x, 2)) }),
    });
    const x = leaf([3]);
    const y = square(x);
    y.backward();
    expect([await y.item(), await x.grad!.item()]).toEqual([9, 6]);
  });

  it("refuses an output or a gradient of another shape than was announced", () => {
    const rules = { name: "bad", inputs: ["x"], forward: (k: Calls, { x }: { x: Handle }) => k.neg([2], x) } as const;
    const tooLong = defineOp({ ...rules, infer: () => ({ shape: [3] }) });
    expect(() => tooLong(leaf([1, 2]))).toThrow("bad: expected forward to make [3]; got 2 elements");
    const summed = defineOp({ ...rules, infer: ({ x }) => ({ shape: x }), backward: (dy) => ({ x: () => dy.sum() }) });
    expect(() =>
      summed(leaf([1, 2]))
        .sum()
        .backward(),
    ).toThrow("bad: expected its gradient by x of shape [2]; got []");
  });

  it("says which input is no tensor, and refuses tensors of two devices", () => {
    const relu2 = relu as (x: unknown) => Tensor;
    expect(() => relu2(undefined)).toThrow("relu: expected x to be a tensor; got undefined");
    const other = tensor([1], { device: reference() });
    expect(() => maximum(leaf([1]), other)).toThrow("maximum: expected tensors of one device");
  });

  it("computes one gradient for weights that are used twice", async () => {
    const w = leaf([1, 2, 3, 4], [2, 2]);
    const x = leaf([1, 1], [1, 2]);
    linear(linear(x, w), w).sum().backward();
    expect(await numbers(w.grad)).toEqual([7, 11, 9, 13]);
  });
});
