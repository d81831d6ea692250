import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultRng } from "../../src/core/rng.ts";
import { handleOf } from "../../src/core/tensor.ts";
import { checkOp, compareGradients, type GradcheckReport, gradcheck, type OpInfo } from "../../src/gradcheck/index.ts";
import { between, opInfo, shapes } from "../../src/gradcheck/op-info/op-info.ts";
import {
  add,
  defineOp,
  dropout,
  inferBroadcast,
  maxPool2d,
  mul,
  type Op,
  OptionError,
  pow,
  Rng,
  reference,
  relu,
  type Tensor,
  tensor,
  zeros,
} from "../../src/index.ts";

const device = reference({ dtype: "float64" });
const leaf = (values: number[]) => tensor(values, { device, requiresGrad: true });

/** x², with a gradient of the caller's choice. */
function square(gradient: (dy: Tensor, x: Tensor) => Tensor): Op<["x"]> {
  return defineOp({
    name: "square",
    inputs: ["x"],
    infer: ({ x }) => inferBroadcast("square")({ a: x, b: x }),
    forward: (k, { x }, g) => k.mul(g.shape, x, x, g),
    saves: ["x"],
    backward: (dy, { x }) => ({ x: () => gradient(dy, x) }),
  });
}

const failing = ({ verdicts }: GradcheckReport) =>
  verdicts.filter(({ reason }) => reason !== null).map(({ oracle }) => oracle);

const right = square((dy, x) => mul(dy, mul(x, 2)));
const halved = square((dy, x) => mul(dy, x));
/** Right itself, but cut off from x: its own gradient lacks a term. */
const cutOff = square((dy, x) => mul(dy, mul(x.detach(), 2)));

describe("gradcheck", () => {
  it.each(["full", "directional"] as const)("accepts a right gradient of both orders (%s)", async (mode) => {
    for (const order of [1, 2] as const) {
      const report = await gradcheck(right, [leaf([1, -2, 3])], { order, mode });
      expect(report).toMatchObject({ status: "passed", failure: null, kinks: [], hints: [], picture: "" });
      expect(report.margin).toBeLessThan(0.2);
      expect(report.verdicts.map(({ oracle }) => oracle)).toContain("adjoint");
    }
  });

  it("names the worst element of a wrong gradient, and the ratio", async () => {
    await expect(gradcheck(halved, [leaf([1, -2, 3])])).rejects.toThrow(
      /^gradcheck: differences: input 0 at \[2\] of output \[2\]: analytic 3, numeric (6|5\.9).* \(ratio 0\.5000\), error .* > .*/,
    );
  });

  it("finds a mistake of one part in a million", async () => {
    const report = await compareGradients(
      square((dy, x) => mul(dy, mul(x, 2 * (1 + 1e-6)))),
      [leaf([1, -2, 3])],
    );
    expect(report.failure?.oracle).toBe("differences");
    expect(report.worst!.ratio).toBeCloseTo(1 + 1e-6, 8);
  });

  it.each(["full", "directional"] as const)("finds what only the second order shows (%s)", async (mode) => {
    expect((await compareGradients(cutOff, [leaf([1, 2])], { mode })).passed).toBe(true);
    expect((await compareGradients(cutOff, [leaf([1, 2])], { mode, order: 2 })).passed).toBe(false);
  });

  it("measures the order of convergence: 2 for a right gradient, 0 for a wrong one", async () => {
    const cube = (gradient: number) => (x: Tensor) => {
      const y = mul(mul(x, x), x);
      return gradient === 1 ? y : add(y, mul(halved(x), 1e-3));
    };
    const good = await compareGradients(cube(1) as never, [leaf([1, -2, 3])]);
    expect(good.order).toBeCloseTo(2, 1);
    const bad = await compareGradients(cube(0) as never, [leaf([1, -2, 3])]);
    expect(bad.order).toBeLessThan(1);
    expect(bad.verdicts.find(({ oracle }) => oracle === "convergence")?.reason).toMatch(/order .*, expected 2/);
  });

  it("takes whole powers to be smooth at 0", async () => {
    for (const exponent of [1, 2, 3]) {
      const report = await gradcheck((x) => pow(x!, exponent), [leaf([0, -0.5, 2])], { order: 2 });
      expect(report.status).toBe("passed");
    }
  });

  it("takes an input that the function ignores as one of gradient zero", async () => {
    const report = await gradcheck((x) => right(x!), [leaf([1]), leaf([2])]);
    expect(report.passed).toBe(true);
  });

  it("draws dropout's mask from the default stream again in every evaluation, and leaves the stream alone", async () => {
    const before = defaultRng().state;
    const report = await gradcheck((x) => dropout(x!), [leaf([1, 2, 3, 4, 5, 6])]);
    expect(report.passed).toBe(true);
    expect(defaultRng().state).toEqual(before);
  });

  it("tells a function that is not the same twice", async () => {
    const rng = new Rng(1);
    const report = await compareGradients((x) => dropout(x!, { rng }), [leaf([1, 2, 3, 4, 5, 6, 7, 8])]);
    expect(report.failure).toEqual({
      oracle: "determinism",
      reason: "the function gives different outputs for equal inputs",
    });
  });

  it("tells a backward pass that is not linear, or not zero for zero", async () => {
    const squared = await compareGradients(
      square((dy, x) => mul(mul(dy, dy), x)),
      [leaf([1, 2])],
    );
    expect(failing(squared)).toContain("linearity");
    const shifted = await compareGradients(
      square((dy, x) => add(mul(dy, mul(x, 2)), 1)),
      [leaf([1, 2])],
    );
    expect(failing(shifted)).toContain("zero");
  });

  it("tells a backward pass that writes over its input", async () => {
    const report = await compareGradients(
      square((dy, x) => {
        const g = mul(dy, mul(x, 2));
        (device.peek(handleOf(dy)) as Float64Array).fill(1);
        return g;
      }),
      [leaf([1, 2])],
    );
    expect(failing(report)).toContain("unmodified");
  });

  it("gives no judgment at a kink, and halves its steps near one", async () => {
    const at = await compareGradients((x) => relu(x!), [leaf([-1, 0, 2])]);
    expect(at).toMatchObject({
      status: "kink crossed",
      passed: false,
      failure: null,
      kinks: [{ input: 0, index: [1] }],
    });
    await expect(gradcheck((x) => relu(x!), [leaf([-1, 0, 2])])).rejects.toThrow(
      "gradcheck: kink crossed: no judgment at input 0 at [1]; move the inputs away from it",
    );
    for (const near of [1e-3, -1e-5, 1e-7]) {
      expect((await compareGradients((x) => relu(x!), [leaf([-1, near, 2])])).status).toBe("passed");
    }
    const ties = tensor(
      [
        [
          [
            [1, 1],
            [0, 0],
          ],
        ],
      ],
      { device, requiresGrad: true },
    );
    const pooled = await compareGradients((x) => maxPool2d(x!, { kernel: 2 }), [ties]);
    expect(pooled.kinks.map(({ index }) => index)).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 1],
    ]);
  });

  it("still fails at a kink where another element is wrong", async () => {
    const report = await compareGradients((x) => add(relu(x!), halved(x!)), [leaf([-1, 0, 2])]);
    expect(report.status).toBe("failed");
  });

  it("refuses float32, no input, values that are not finite, and a Jacobian too large", async () => {
    const single = tensor([1], { device: reference(), requiresGrad: true });
    await expect(gradcheck(right, [single])).rejects.toThrow(
      'gradcheck: expected inputs on reference({ dtype: "float64" }); got float32',
    );
    await expect(gradcheck(right, [])).rejects.toThrow(
      'gradcheck: expected inputs on reference({ dtype: "float64" }); got none',
    );
    await expect(gradcheck((x) => x!.log(), [leaf([-1])])).rejects.toThrow("gradcheck: expected finite values");
    const large = zeros([3000], { device, requiresGrad: true });
    await expect(gradcheck(right, [large])).rejects.toThrow('got 3000 × 3000: use mode "directional"');
    expect((await gradcheck(right, [large], { mode: "directional" })).passed).toBe(true);
    await expect(gradcheck(right, [leaf([1])], { mode: "fast" as "full" })).rejects.toThrow(OptionError);
  });

  it("leaves no memory behind", async () => {
    const x = leaf([1, 2]);
    await gradcheck(right, [x], { order: 2 });
    const before = device.memory().liveBytes;
    await gradcheck(right, [x], { order: 2 });
    expect(device.memory().liveBytes).toBe(before);
  });
});

describe("checkOp", () => {
  const row = (op: Op<["x"]>): OpInfo =>
    opInfo("square", shapes(0, 3, 5), (shape) => ({ inputs: [{ shape, domain: between(1, 2) }], run: (x) => op(x!) }));

  it("shrinks a failure to the smallest case and says where to find it again", async () => {
    const report = await checkOp(row(halved), { seed: 4 });
    expect(report).toMatchObject({ op: "square", order: 1, passed: false });
    expect(report.failure!.case).toMatch(/^square \[\] \(values from seed \d+\)$/);
    const replayed = await checkOp(row(halved), { seed: 4, path: report.failure!.path });
    expect(replayed.failure!.case).toBe(report.failure!.case);
    expect(report.failure!.reason).toMatch(/\nshrunk from square \[.+\] \(values from seed \d+\)\ndifferences: /);
    expect(report.failure!.reason.startsWith(`${replayed.failure!.reason}\n`)).toBe(true);
    expect(replayed.cases).toBe(1);
  });

  it("draws the same cases for the same seed", async () => {
    const label = (seed: number) => fc.sample(row(right).cases, { seed, numRuns: 5 }).map((each) => each.label);
    expect(label(1)).toEqual(label(1));
    expect(label(1)).not.toEqual(label(2));
  });
});
