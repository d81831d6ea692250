import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOp, compareGradients, gradcheck, type OpInfo } from "../../src/gradcheck/index.ts";
import { opInfo, shapes, uniform } from "../../src/gradcheck/op-info/op-info.ts";
import { defineOp, inferBroadcast, mul, type Op, reference, type Tensor, tensor } from "../../src/index.ts";

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

const right = square((dy, x) => mul(dy, mul(x, 2)));
const halved = square((dy, x) => mul(dy, x));
/** Right itself, but cut off from x: its own gradient lacks a term. */
const cutOff = square((dy, x) => mul(dy, mul(x.detach(), 2)));

describe("gradcheck", () => {
  it("accepts a right gradient of both orders", async () => {
    for (const order of [1, 2] as const) {
      const report = await gradcheck(right, [leaf([1, -2, 3])], { order });
      expect(report.worst.error).toBeLessThan(1e-8);
    }
  });

  it("names the worst element of a wrong gradient, and the ratio", async () => {
    await expect(gradcheck(halved, [leaf([1, -2, 3])])).rejects.toThrow(
      /^gradcheck: input 0 at \[\d\]: analytic .*, numeric .* \(ratio 0\.5000\), relative error .* > 0\.000001$/,
    );
  });

  it("finds what only the second order shows", async () => {
    expect((await compareGradients(cutOff, [leaf([1, 2])])).passed).toBe(true);
    expect((await compareGradients(cutOff, [leaf([1, 2])], { order: 2 })).passed).toBe(false);
  });

  it("takes an input that the function ignores as one of gradient zero", async () => {
    const report = await gradcheck((x) => right(x!), [leaf([1]), leaf([2])]);
    expect(report.passed).toBe(true);
  });

  it("refuses float32, no input, and values that are not finite", async () => {
    const single = tensor([1], { device: reference(), requiresGrad: true });
    await expect(gradcheck(right, [single])).rejects.toThrow("gradcheck: expected float64 inputs; got float32");
    await expect(gradcheck(right, [])).rejects.toThrow("gradcheck: expected float64 inputs; got none");
    await expect(gradcheck((x) => x!.log(), [leaf([-1])])).rejects.toThrow("gradcheck: expected finite gradients");
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
    opInfo("square", shapes(0, 3, 5), (shape) => ({ inputs: [{ shape, domain: uniform(1, 2) }], run: (x) => op(x!) }));

  it("shrinks a failure to the smallest case and says where to find it again", async () => {
    const report = await checkOp(row(halved), { seed: 4 });
    expect(report).toMatchObject({ op: "square", order: 1, passed: false });
    expect(report.failure!.case).toMatch(/^square \[\] \(values from seed \d+\)$/);
    const replayed = await checkOp(row(halved), { seed: 4, path: report.failure!.path });
    expect(replayed.failure).toEqual({ ...report.failure, path: expect.any(String) });
    expect(replayed.cases).toBe(1);
  });

  it("draws the same cases for the same seed", async () => {
    const label = (seed: number) => fc.sample(row(right).cases, { seed, numRuns: 5 }).map((each) => each.label);
    expect(label(1)).toEqual(label(1));
    expect(label(1)).not.toEqual(label(2));
  });
});
