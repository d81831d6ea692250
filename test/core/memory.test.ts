import { describe, expect, it } from "vitest";
import { handleOf } from "../../src/core/tensor.ts";
import { update } from "../../src/core/update.ts";
import {
  conv2d,
  crossEntropy,
  flatten,
  linear,
  maxPool2d,
  randn,
  reference,
  relu,
  scope,
  type Tensor,
  tensor,
} from "../../src/index.ts";

const device = reference();
const live = () => device.memory().liveBytes;

function network() {
  const x = randn([4, 3, 8, 8], { device });
  const w = randn([6, 3, 3, 3], { device, requiresGrad: true });
  const v = randn([5, 54], { device, requiresGrad: true });
  const loss = () => {
    const h = maxPool2d(relu(conv2d(x, w, { padding: 1 })), { kernel: 3, stride: 2 });
    return crossEntropy(linear(flatten(h), v), [0, 1, 2, 3]);
  };
  return { x, w, v, loss };
}

describe("scope", () => {
  it("returns a training step to its baseline", () => {
    const { w, v, loss } = network();
    const step = () =>
      scope(() => {
        const value = loss();
        value.backward();
        for (const p of [w, v]) {
          const handle = handleOf(p.grad!);
          update(p, (out) =>
            device.run.linearCombination(out, handleOf(p), handle, null, { alpha: 1, beta: -0.1, gamma: 0 }),
          );
        }
        return value.detach();
      });
    step().dispose();
    const baseline = live();
    for (let i = 0; i < 3; i++) {
      step().dispose();
      expect(live()).toBe(baseline);
    }
  });

  it("keeps what it returns, in arrays and objects too, and what was kept by name", async () => {
    let kept: Tensor | undefined;
    const before = live();
    const { sum, pair } = scope(() => {
      const a = tensor([1, 2], { device });
      kept = a.mul(3).keep();
      return { sum: a.sum(), pair: [a.add(1), a.add(2)] as const };
    });
    expect(live() - before).toBe(4 + 8 + 8 + 8);
    expect([await sum.item(), ...(await pair[1].data()), ...(await kept!.data())]).toEqual([3, 3, 4, 3, 6]);
    for (const t of [sum, ...pair, kept!]) t.dispose();
    expect(live()).toBe(before);
  });

  it("keeps the graph of what it returns", async () => {
    const x = tensor([3], { device, requiresGrad: true });
    const y = scope(() => x.mul(x).mul(x));
    y.backward();
    expect(await x.grad!.item()).toBe(27);
  });

  it("frees graphs that were never run backwards", () => {
    const { loss } = network();
    const before = live();
    scope(() => {
      loss();
    });
    expect(live()).toBe(before);
  });

  it("frees the gradient of a leaf made inside, and keeps that of one it returns", async () => {
    const before = live();
    scope(() => {
      const x = tensor([1, 2], { device, requiresGrad: true });
      x.mul(x).sum().backward();
    });
    expect(live()).toBe(before);
    const x = scope(() => {
      const leaf = tensor([1, 2], { device, requiresGrad: true });
      scope(() => leaf.mul(leaf).sum().backward());
      return leaf;
    });
    expect([...(await x.grad!.data())]).toEqual([2, 4]);
    x.zeroGrad();
    x.dispose();
    expect(live()).toBe(before);
  });

  it("leaves the gradient alone of a tensor that was made before it, and freed for training inside", async () => {
    const x = tensor([3], { device });
    scope(() => {
      x.requiresGrad = true;
      x.mul(x).backward();
    });
    expect(await x.grad!.item()).toBe(6);
  });

  it("nests, and hands results to the scope around", () => {
    const before = live();
    scope(() => {
      const inner = scope(() => tensor([1, 2, 3], { device }).add(1));
      expect(inner.isDisposed).toBe(false);
    });
    expect(live()).toBe(before);
  });

  it("frees everything when the function throws", () => {
    const before = live();
    expect(() =>
      scope(() => {
        tensor([1], { device });
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(live()).toBe(before);
  });

  it("refuses an asynchronous function", () => {
    expect(() => scope(async () => {})).toThrow("scope: expected a synchronous function");
  });
});

describe("dispose and using", () => {
  it("frees at the end of the block, and backward still works: the graph holds what it needs", async () => {
    const x = tensor([1, -2], { device, requiresGrad: true });
    const before = live();
    const loss = (() => {
      using h = relu(x.mul(2));
      return h.mul(h).sum();
    })();
    loss.backward();
    loss.dispose();
    expect([...(await x.grad!.data())]).toEqual([8, 0]);
    x.zeroGrad();
    // What is left has no name here: x.mul(2) and h.mul(h), and the number 2.
    expect(live() - before).toBe(8 + 8 + 4);
  });

  it("refuses a tensor that was disposed", () => {
    const x = tensor([1], { device });
    x.dispose();
    x.dispose();
    expect(() => x.add(1)).toThrow("tensor [1]: it was disposed");
  });
});
