import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  batchNorm,
  conv2d,
  customGradient,
  describeGraph,
  grad,
  graphOf,
  localResponseNorm,
  noGrad,
  randn,
  reference,
  scope,
  type Tensor,
  tensor,
} from "../../src/index.ts";

const device = reference({ dtype: "float64" });
const live = () => device.memory().liveBytes;
const leaf = (values: number | number[]) => tensor(values, { device, requiresGrad: true });
const one = () => tensor(1, { device });

describe("gradFn", () => {
  it("is null where nothing is recorded, and a leaf's own for what the user made", () => {
    const x = leaf([1, 2]);
    expect([tensor(1, { device }).gradFn, x.detach().gradFn, noGrad(() => x.neg()).gradFn]).toEqual([null, null, null]);
    expect(x.gradFn).toMatchObject({ op: "leaf", shape: [2], inputs: [], saved: [], isLeaf: true, retainsGrad: true });
    expect(x.gradFn!.backward(tensor([1, 1], { device }))).toEqual([]);
    x.requiresGrad = false;
    expect(x.gradFn).toBe(null);
  });

  it("names inputs and what is saved, constants too, and leaves out what was not given", () => {
    const x = randn([1, 2, 3, 3], { device });
    const w = randn([4, 2, 3, 3], { device, requiresGrad: true });
    const bias = leaf([1, 2, 3, 4]);
    const inputs = [
      { name: "x", shape: [1, 2, 3, 3], gradFn: null },
      { name: "w", shape: [4, 2, 3, 3], gradFn: w.gradFn },
      { name: "bias", shape: [4], gradFn: bias.gradFn },
    ];
    const { gradFn } = conv2d(x, w, { bias, padding: 1 });
    expect(gradFn).toMatchObject({ op: "conv2d", shape: [1, 4, 3, 3], isLeaf: false, retainsGrad: false });
    expect(gradFn!.inputs).toEqual(inputs);
    expect(conv2d(x, w, { padding: 1 }).gradFn!.inputs).toEqual(inputs.slice(0, 2));
    expect(gradFn!.saved).toMatchObject([
      { name: "x", shape: [1, 2, 3, 3], bytes: 18 * 8 },
      { name: "w", shape: [4, 2, 3, 3], bytes: 72 * 8 },
    ]);
    expect(gradFn!.backward(randn([1, 4, 3, 3], { device })).map((each) => each?.shape ?? null)).toEqual([
      null,
      [4, 2, 3, 3],
      [4],
    ]);
  });

  it("shows a value that is shared, a gradient that is retained and what was saved", async () => {
    const x = leaf([1, -2]);
    const h = x.mul(3).retainGrad();
    const y = h.mul(h);
    expect(h.gradFn!.retainsGrad).toBe(true);
    expect(y.gradFn!.inputs.map(({ gradFn }) => gradFn === h.gradFn)).toEqual([true, true]);
    const [saved] = y.gradFn!.saved;
    const values = saved!.detach();
    expect([await values.toArray(), values.requiresGrad]).toEqual([[3, -6], false]);
    values.copyFrom(tensor([0, 0], { device }));
    y.sum().backward();
    expect(await x.grad!.toArray()).toEqual([18, -36]);
  });

  it("shows fused operators, custom gradients and moves between devices as one step each", async () => {
    const x = randn([2, 3, 2, 2], { device, requiresGrad: true });
    const weight = leaf([1, 2, 3]);
    const normal = batchNorm(localResponseNorm(x), { weight, bias: leaf([0, 0, 0]), training: true });
    expect(graphOf(normal).map(({ op }) => op)).toEqual(["batchNorm", "leaf", "localResponseNorm", "leaf", "leaf"]);
    const scaled = customGradient(
      (x, w) => x.mul(w),
      (dy, [, w]) => [dy.mul(w!), null],
    );
    const y = scaled(leaf([1, 2]), tensor([3, 4], { device }));
    expect(y.gradFn).toMatchObject({
      op: "customGradient",
      inputs: [
        { name: "input 0", shape: [2] },
        { name: "input 1", shape: [2], gradFn: null },
      ],
      saved: [{ name: "input 0" }, { name: "input 1" }, { name: "y" }],
    });
    const [dx, dw] = y.gradFn!.backward(tensor([1, 1], { device }));
    expect([await dx!.toArray(), dw]).toEqual([[3, 4], null]);
    expect(graphOf(leaf(1).to(reference())).map(({ op }) => op)).toEqual(["to", "leaf"]);
  });

  it("shows the steps of a backward pass like all others", async () => {
    const x = leaf(3);
    const y = x.pow(3);
    const [dx] = grad(y, [x], { createGraph: true });
    const graph = graphOf(dx!);
    expect(graph.at(-1)).toBe(x.gradFn);
    expect(graph[0]!.id).toBeGreaterThan(y.gradFn!.id);
    const [stepped] = y.gradFn!.backward(one(), { createGraph: true });
    const [ddx] = grad(stepped!, [x]);
    expect([await stepped!.item(), await ddx!.item()]).toEqual([27, 18]);
    expect(y.gradFn!.backward(one())[0]!.requiresGrad).toBe(false);
  });

  it("steps through an operator whose gradient is found by differentiating another expression", async () => {
    const x = randn([1, 3, 2, 2], { device, requiresGrad: true });
    const [dx] = grad(localResponseNorm(x).sum(), [x], { createGraph: true });
    const step = dx!.gradFn!;
    expect(step.saved.map(({ name }) => name)).toEqual(step.inputs.map(({ name }) => name));
    const dy = randn([1, 3, 2, 2], { device });
    const before = live();
    const stepped = step.backward(dy)[step.inputs.findIndex(({ gradFn }) => gradFn === x.gradFn)]!;
    const values = stepped.toArray();
    stepped.dispose();
    expect(live()).toBe(before);
    const [direct] = grad(dx!, [x], { gradOutputs: [dy] });
    expect(await values).toEqual(await direct!.toArray());
  });

  it("shows the sums of gradients that were recorded", () => {
    const x = leaf(3);
    const [dx] = grad(x.mul(x), [x], { createGraph: true });
    expect(dx!.gradFn).toMatchObject({ op: "accumulate", inputs: [{ name: "a" }, { name: "b" }] });
  });

  it("says what is freed after backward, and what is not", () => {
    const x = leaf([1, 2]);
    const h = x.exp();
    const y = h.sum();
    const graph = graphOf(y);
    const freed = () => graph.map(({ op, isFreed, saved }) => `${op} ${isFreed} ${saved.length}`);
    y.backward(undefined, { retainGraph: true });
    expect(freed()).toEqual(["sum false 0", "exp false 1", "leaf false 0"]);
    y.backward();
    expect(freed()).toEqual(["sum true 0", "exp true 0", "leaf false 0"]);
    expect(() => h.gradFn!.backward(x)).toThrow("exp: its saved tensors are freed");
    expect(describeGraph(y)).toMatch(/#\d+ +exp +2 +x #\d+ +freed\n/);
  });

  it("refuses a gradient of another shape, and cannot be written", () => {
    const { gradFn } = leaf([1, 2]).exp();
    expect(() => gradFn!.backward(one())).toThrow("backward: expected a gradient of the output's shape [2]; got []");
    expect(() => Object.assign(gradFn!, { id: 3 })).toThrow(TypeError);
    (gradFn!.shape as number[]).push(3);
    (gradFn!.inputs[0]!.shape as number[]).push(3);
    expect(JSON.parse(JSON.stringify(gradFn))).toMatchObject({ shape: [2], inputs: [{ shape: [2] }] });
  });
});

describe("the view keeps nothing alive", () => {
  it("once the tensor and the view are gone", async () => {
    const own = reference();
    const x = tensor([1, 2], { device: own, requiresGrad: true });
    const lookAt = (y: Tensor) => describeGraph(y) + String(y.gradFn);
    expect(lookAt(x.exp().mul(x))).toContain("saved a, b");
    expect(own.memory().liveBytes).toBe(24);
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    for (let turn = 0; turn < 50 && own.memory().liveBytes > 8; turn++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(own.memory().liveBytes).toBe(8);
  });

  it("that a scope, a backward pass or dispose frees", () => {
    const x = leaf([1, 2]);
    const before = live();
    const graph = scope(() => {
      const inside = graphOf(x.exp().mul(x));
      expect([describeGraph(x.exp()), ...inside].join("\n")).toContain("saved y");
      expect(inside.flatMap(({ saved }) => saved)).toHaveLength(3);
      return inside;
    });
    expect(live()).toBe(before);
    expect(graph.map(({ isFreed }) => isFreed)).toEqual([true, true, false]);
    const y = x.exp();
    const recorded = live();
    const dy = tensor([1, 1], { device });
    for (const gradient of y.gradFn!.backward(dy)) gradient!.dispose();
    expect(live() - 16).toBe(recorded);
    dy.dispose();
    const { gradFn } = y;
    y.backward(tensor([1, 1], { device }));
    x.zeroGrad();
    y.dispose();
    expect([gradFn!.isFreed, live() - before]).toEqual([true, 16]);
  });
});
