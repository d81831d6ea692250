import { describe, expect, it } from "vitest";
import { gradcheck } from "../../src/gradcheck/index.ts";
import { customGradient, reference, ShapeError, scope, tensor } from "../../src/index.ts";

const device = reference({ dtype: "float64" });
const leaf = (values: number[]) => tensor(values, { device, requiresGrad: true });
const cube = customGradient(
  (x) => x!.mul(x!).mul(x!),
  (dy, [x]) => [dy.mul(x!.mul(x!).mul(3))],
);

describe("customGradient", () => {
  it("has right gradients of both orders if its own is right", async () => {
    for (const order of [1, 2] as const) await gradcheck(cube, [leaf([1, -2, 0.5])], { order });
  });

  it("may use its output, and has inputs that are constants", async () => {
    const scaledExp = customGradient(
      (x, scale) => x!.exp().mul(scale!),
      (dy, _, y) => [dy.mul(y), null],
    );
    await gradcheck((x) => scaledExp(x!, tensor(3, { device })), [leaf([1, -2])]);
    await gradcheck((x) => scaledExp(x!, tensor(3, { device })), [leaf([1, -2])], { order: 2 });
  });

  it("takes the place of what it runs", async () => {
    const x = leaf([2]);
    customGradient(
      (input) => input!.mul(input!),
      (dy) => [dy.mul(10)],
    )(x)
      .sum()
      .backward();
    expect([...(await x.grad!.data())]).toEqual([10]);
  });

  it("refuses gradients of another shape or number", () => {
    const wrongShape = customGradient(
      (x) => x!.mul(2),
      (dy) => [dy.sum()],
    );
    expect(() =>
      wrongShape(leaf([1, 2]))
        .sum()
        .backward(),
    ).toThrow(ShapeError);
    const none = customGradient(
      (x) => x!.mul(2),
      () => [],
    );
    expect(() =>
      none(leaf([1, 2]))
        .sum()
        .backward(),
    ).toThrow("customGradient: expected 1 gradients; got 0");
  });

  it("frees what it saved, and saves nothing where no gradient is needed", () => {
    const x = leaf([1, 2]);
    const before = device.memory().liveBytes;
    scope(() => cube(x).sum().backward());
    x.zeroGrad();
    scope(() => void cube(x.detach()));
    expect(device.memory().liveBytes).toBe(before);
  });
});
