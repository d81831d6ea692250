import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceKernels } from "../../kernels/reference.ts";
import { Rng } from "../../src/core/rng.ts";
import { handleOf } from "../../src/core/tensor.ts";
import { update } from "../../src/core/update.ts";
import type { Floats } from "../../src/devices/device.ts";
import type { KernelName } from "../../src/devices/kernels.ts";
import {
  type Functional,
  functionOf,
  gradientOf,
  outputWeights,
  pullBack,
  randomWeights,
  split,
} from "../../src/gradcheck/functional.ts";
import { opInfos } from "../../src/gradcheck/index.ts";
import { jvp } from "../../src/gradcheck/jvp.ts";
import { rows } from "../../src/gradcheck/op-info/index.ts";
import { valuesOf } from "../../src/gradcheck/op-info/op-info.ts";
import { listed } from "../../src/gradcheck/op-info/row.ts";
import { tangentOf } from "../../src/gradcheck/tangentOf.ts";
import * as ag from "../../src/index.ts";

const device = ag.reference({ dtype: "float64" });

interface Call {
  readonly args: readonly unknown[];
  readonly size: number;
}

/** Calls of every kernel that the operators and their gradients make, one of each geometry. */
function recordCalls(): Map<KernelName, Call[]> {
  const calls = new Map<KernelName, Call[]>();
  const kinds = new Set<string>();
  for (const info of opInfos) {
    for (const opCase of fc.sample(info.cases, { numRuns: 40, seed: 5 })) {
      const values = valuesOf(opCase);
      const points = opCase.inputs.map(({ shape }, i) => ({ shape, values: values[i] }));
      const y = opCase.run(...points.map((point) => ag.tensor(point.values, point.shape, { device })));
      const f = gradientOf(opCase.run, points, { shape: y.shape, values: randomWeights(y.size, new Rng(1)) });
      device.observe(
        (kernel, out, args) => {
          // A call in place has lost one of its inputs.
          if (args.includes(out)) return;
          const kind = JSON.stringify([kernel, args.map((arg) => (arg instanceof Float64Array ? arg.length : arg))]);
          if (kinds.has(kind)) return;
          kinds.add(kind);
          const copy = args.map((arg) => (arg instanceof Float64Array ? arg.slice() : arg));
          calls.set(kernel, [...(calls.get(kernel) ?? []), { args: copy, size: out.length }]);
        },
        () => {
          const leaves = f.leaves(device);
          const outputs = f.apply(leaves);
          pullBack(
            outputs,
            leaves,
            outputs.map(({ size }) => randomWeights(size, new Rng(2))),
          );
        },
      );
    }
  }
  return calls;
}

/** Inputs that are nothing to differentiate by: labels, offsets within windows, conditions, gates that may stand at 0. */
const fixed: Partial<Record<KernelName, number>> = {
  pick: 1,
  oneHot: 0,
  maxPool2dGrad: 1,
  maxPool2dGather: 1,
  gate: 1,
  where: 0,
};
/** Kernels that no operator's gradient calls. */
const underivable = ["adaptiveStep", "countNonFinite", "squareAccumulate"] as const;

/** Operators call it in place only. */
function linearCombinations(): Call[] {
  const [a, b, c] = [1, 2, 3].map((seed) => randomWeights(4, new Rng(seed)));
  const g = { alpha: 2, beta: -3, gamma: 0.5 };
  return [
    { args: [a, b, c, g], size: 4 },
    { args: [a, b, null, g], size: 4 },
  ];
}

/** No gradient calls it. */
const argmaxCall: Call = { args: [randomWeights(12, new Rng(4)), { outer: 2, n: 3, inner: 2 }], size: 4 };

/** With other means than that of x, where the derivative by the mean would be zero. */
function shiftMeans(variances: readonly Call[]): Call[] {
  return variances.map(({ args: [x, mean, g], size }) => {
    return { args: [x, (mean as Float64Array).map((value) => value + 0.5), g], size };
  });
}

describe("the tangent of every kernel", () => {
  const calls = recordCalls();
  calls.set("argmax", [argmaxCall]);
  calls.set("linearCombination", linearCombinations());
  calls.set("variance", shiftMeans(calls.get("variance")!));

  it("is put to the test", () => {
    const names = Object.keys(referenceKernels).filter((name) => !calls.has(name as KernelName));
    expect(names.sort()).toEqual(underivable);
  });

  it.each([...calls])("%s: is that of finite differences, by each input and by all", (kernel, list) => {
    const rng = new Rng(9);
    const run = referenceKernels[kernel] as (out: Floats, ...args: readonly unknown[]) => void;
    const evaluate = (args: readonly unknown[], size: number) => {
      const out = new Float64Array(size);
      run(out, ...args);
      return out;
    };
    const h = 1e-5;
    for (const { args, size } of list) {
      const moves = args.map((arg, i) =>
        arg instanceof Float64Array && fixed[kernel] !== i ? randomWeights(arg.length, rng) : null,
      );
      const none = moves.map((): Float64Array | null => null);
      expect(tangentOf(kernel, evaluate(args, size), args, none)).toBeNull();
      const alone = moves.flatMap((move, i) => (move === null ? [] : [none.with(i, move)]));
      for (const tangents of [...alone, ...(alone.length > 1 ? [moves] : [])]) {
        const moved = (step: number) =>
          args.map((arg, i) => (tangents[i] ? (arg as Float64Array).map((x, j) => x + step * tangents[i]![j]!) : arg));
        const [a, b, c, d] = [-2 * h, -h, h, 2 * h].map((step) => evaluate(moved(step), size));
        // To fourth order: a small variance bends the normalizations sharply.
        const numeric = a!.map((_, i) => (a![i] - 8 * b![i] + 8 * c![i] - d![i]) / (12 * h));
        const exact = tangentOf(kernel, evaluate(args, size), args, tangents) ?? new Float64Array(size);
        const scale = Math.max(1, ...numeric.map(Math.abs));
        for (const [i, value] of exact.entries()) expect(Math.abs(value - numeric[i]) / scale).toBeLessThan(1e-9);
      }
    }
  });

  const finite = rows.flatMap(({ name, corners }) =>
    listed(corners)
      .filter(({ inputs, y, gradients, dy = [] }) => {
        const values = inputs.map((input) => ("shape" in input ? input.values : input));
        return gradients.length > 0 && [...values, y, ...gradients, dy].flat().every(Number.isFinite);
      })
      .map((corner, i) => [`${name} ${i}`, corner] as const),
  );

  it.each(finite)("follows the conventions of the operators at corners: %s", (_, { run, inputs, y, dy, gradients }) => {
    const rng = new Rng(4);
    const leaves = inputs.map((input) =>
      "shape" in input ? ag.tensor(input.values, input.shape, { device }) : ag.tensor(input, { device }),
    );
    const moves = leaves.map(({ size }) => randomWeights(size, rng));
    const { result, tangent } = jvp(
      device,
      leaves.map((leaf, i) => [leaf, moves[i]] as const),
      () => run(...leaves),
    );
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Array.from(a, (value, i) => value * b[i]).reduce((sum, term) => sum + term, 0);
    const backward = gradients.reduce((sum, gradient, i) => sum + dot(gradient, moves[i]), 0);
    expect(dot(dy ?? y.map(() => 1), tangent(result))).toBeCloseTo(backward, 5);
  });

  it.each(underivable)("%s: is refused", (kernel) => {
    const x = new Float64Array([1, 2]);
    expect(() => tangentOf(kernel, x, [x, x, x, {}], [x, null, null, null])).toThrow(ag.GradientError);
    expect(() => tangentOf(kernel, x, [x, x, x, {}], [null, null, x, null])).toThrow(`${kernel}: it has no derivative`);
    expect(tangentOf(kernel, x, [x, x, x, {}], [null, null, null, null])).toBeNull();
  });
});

/** A small network: convolution, batch statistics, windows, products and a loss. */
function network(...[x, w, gamma, v]: ag.Tensor[]): ag.Tensor {
  const normal = ag.batchNorm(ag.conv2d(x!, w!, { padding: 1 }), { weight: gamma!, training: true });
  const pooled = ag.localResponseNorm(ag.maxPool2d(ag.tanh(normal), { kernel: 2 }), { size: 3 });
  return ag.logSoftmax(ag.matmul(ag.flatten(pooled), v!), { axis: 1 });
}

const networkPoints = [[2, 2, 4, 4], [3, 2, 3, 3], [3], [12, 5]].map((shape, i) => ({
  shape,
  values: randomWeights(
    shape.reduce((product, dim) => product * dim, 1),
    new Rng(i),
  ),
}));

describe("jvp", () => {
  it("carries tangents through a function, constants and views", async () => {
    const x = ag.tensor([1, 2, 3, 4], { device });
    const seed = new Float64Array([1, 0, 0, 2]);
    const { result, tangent } = jvp(device, [[x, seed]], () => {
      const square = x.reshape([2, 2]).mul(x.reshape([2, 2]));
      return { square, constant: ag.ones([2], { device }), loss: square.mul(3).sum() };
    });
    expect([...tangent(result.square)]).toEqual([2, 0, 0, 16]);
    expect([...tangent(result.loss)]).toEqual([54]);
    expect([...tangent(result.constant)]).toEqual([0, 0]);
  });

  it("goes through a backward pass: Hessian times vector", async () => {
    const x = ag.tensor([1, -2], { device, requiresGrad: true });
    const { result, tangent } = jvp(device, [[x, new Float64Array([1, 10])]], () => {
      const [dx] = ag.grad(x.mul(x).mul(x).sum(), [x]);
      return dx!;
    });
    expect([...(await result.data())]).toEqual([3, 12]);
    expect([...tangent(result)]).toEqual([6, -120]);
  });

  it("follows a buffer that is written over", () => {
    const [x, step] = [ag.tensor([1, 2], { device }), ag.tensor([3, 4], { device })];
    const g = { alpha: 1, beta: -2, gamma: 0 };
    const seeds = [
      [x, new Float64Array([1, 0])],
      [step, new Float64Array([0, 1])],
    ] as const;
    const before = device.peek(handleOf(x));
    const moved = jvp(device, seeds, () => {
      update(x, (out) => device.run.linearCombination(out, handleOf(x), handleOf(step), null, g));
      return x;
    });
    expect(device.peek(handleOf(x))).toBe(before);
    expect([...moved.tangent(x)]).toEqual([1, -2]);
    const [a, b] = [ag.tensor([1, 2], { device }), ag.tensor([3, 4], { device })];
    const lost = jvp(device, [[a, new Float64Array([1, 1])]], () => {
      update(a, (out) => device.run.linearCombination(out, handleOf(b), handleOf(b), null, g));
    });
    expect([...lost.tangent(a)]).toEqual([0, 0]);
  });

  it.each<[string, Functional]>([
    ["a network", functionOf(network, networkPoints)],
    [
      "its gradient (forward over reverse)",
      gradientOf(network, networkPoints, { shape: [2, 5], values: randomWeights(10, new Rng(7)) }),
    ],
  ])("of %s is the adjoint of the backward pass: ⟨u, Jv⟩ = ⟨Jᵀu, v⟩", (_, f) => {
    const rng = new Rng(3);
    const leaves = f.leaves(device);
    const v = leaves.map(({ size }) => randomWeights(size, rng));
    const { result: outputs, tangent } = jvp(
      device,
      leaves.map((leaf, i) => [leaf, v[i]] as const),
      () => f.apply(leaves),
    );
    const u = split(outputWeights(outputs, rng), outputs);
    const gradients = pullBack(outputs, leaves, u).map((gradient) => device.peek(handleOf(gradient)));
    const dot = (a: readonly Floats[], b: readonly Floats[]) =>
      a.flatMap((part, i) => Array.from(part, (value, j) => value * b[i][j]));
    const [forward, backward] = [dot(u, outputs.map(tangent)), dot(gradients, v)];
    const sum = (terms: number[]) => terms.reduce((total, term) => total + term, 0);
    expect(Math.abs(sum(forward) - sum(backward)) / sum(forward.map(Math.abs))).toBeLessThan(1e-13);
  });
});
