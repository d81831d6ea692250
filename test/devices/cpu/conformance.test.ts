import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceKernels } from "../../../kernels/reference.ts";
import { Rng } from "../../../src/core/rng.ts";
import type { Device } from "../../../src/devices/device.ts";
import type { KernelName } from "../../../src/devices/kernels.ts";
import { QueuedDevice } from "../../../src/devices/queue.ts";
import { binary } from "../../../src/gradcheck/op-info/arithmetic.ts";
import type { Binary } from "../../../src/gradcheck/op-info/binary.ts";
import { unary } from "../../../src/gradcheck/op-info/elementwise.ts";
import { rows } from "../../../src/gradcheck/op-info/index.ts";
import type { OpInfo } from "../../../src/gradcheck/op-info/op-info.ts";
import type { Unary } from "../../../src/gradcheck/op-info/unary.ts";
import { differentiate } from "../differentiate.ts";
import { largeOps, spoiltOps } from "../largeOps.ts";
import { callBinary, callUnary } from "../specialValues.ts";
import { draw, special } from "../values.ts";
import { loadBuilds } from "./builds.ts";
import { CheckedExecutor } from "./checkedExecutor.ts";
import { Sandbox } from "./sandbox.ts";

const sandboxes = loadBuilds().map((build) => new Sandbox(build));
const seen = new Set<KernelName>();

/** A device on which every kernel is checked as it runs; see `CheckedExecutor`. */
function checked(from: number) {
  return new QueuedDevice(new CheckedExecutor(sandboxes, new Rng(from), seen));
}

const seed = 20121204;
const draws = fc.noShrink(fc.nat({ max: 2 ** 31 - 1 }));

async function checkOp({ cases }: OpInfo, order: 1 | 2, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(cases, draws, async (opCase, from) => {
    await differentiate(opCase, checked(from), order);
  });
  await fc.assert(property, { numRuns, seed });
}

function byName(infos: readonly OpInfo[]): [string, OpInfo][] {
  return infos.map((info) => [info.name, info]);
}

describe("agrees with the reference, with gradients of gradients", () => {
  it.each(byName(rows))("%s", (_, info) => checkOp(info, 2, 30));
});

describe("agrees with the reference at larger sizes, with gradients", () => {
  it.each(byName(largeOps))("%s", (_, info) => checkOp(info, 1, 25));
});

describe("lets NaN and infinity reach what depends on them, and nothing else", () => {
  it.each(byName(spoiltOps))("%s", (_, info) => checkOp(info, 1, 8));
});

describe("agrees with the reference at special values", () => {
  it.each(Object.entries<Unary>(unary))("%s", (_, row) => callUnary(row, checked(0)));
  it.each(Object.entries<Binary>(binary))("%s of any two", (_, row) => callBinary(row, checked(2)));
});

/** Makes calls on a checked device, of random sizes. */
async function checkCalls(most: number, call: (device: Device, size: number, rng: Rng) => void): Promise<void> {
  const property = fc.asyncProperty(fc.integer({ min: 1, max: most }), draws, async (size, from) => {
    const device = checked(from);
    call(device, size, new Rng(from));
    await device.sync();
  });
  await fc.assert(property, { numRuns: 40, seed });
}

describe("agrees with the reference in what optimizers and others call", () => {
  it("linearCombination", () =>
    checkCalls(2000, (device, size, rng) => {
      const [a, b] = [device.write(draw(size, rng)), device.write(draw(size, rng))];
      const c = device.write(draw(size, rng));
      const g = { alpha: rng.uniform(-1, 1), beta: rng.uniform(-1, 1), gamma: rng.uniform(-1, 1) };
      device.run.linearCombination([size], a, b, null, g);
      device.run.linearCombination([size], a, b, c, g);
      device.run.linearCombination([size], a, b, a, g);
      device.run.linearCombination({ donated: b }, a, b, c, g);
    }));

  it("squareAccumulate", () =>
    checkCalls(2000, (device, size, rng) => {
      const [grad, w] = [device.write(draw(size, rng)), device.write(draw(size, rng))];
      const state = device.write(draw(size, rng).map(Math.abs));
      const g = { decay: rng.uniform(), gain: rng.uniform(), weightDecay: rng.uniform() };
      device.run.squareAccumulate([size], state, grad, w, g);
      device.run.squareAccumulate({ donated: state }, state, grad, w, g);
    }));

  it("adaptiveStep", () =>
    checkCalls(2000, (device, size, rng) => {
      const [w, direction] = [device.write(draw(size, rng)), device.write(draw(size, rng))];
      const state = device.write(draw(size, rng).map(Math.abs));
      const g = { lr: rng.uniform(), correction: rng.uniform(0.1), eps: 1e-8, weightDecay: rng.uniform() };
      device.run.adaptiveStep([size], w, direction, state, g);
      device.run.adaptiveStep({ donated: w }, w, direction, state, g);
    }));

  it("add over an input", () =>
    checkCalls(2000, (device, size, rng) => {
      const [a, b] = [device.write(draw(size, rng)), device.write(draw(size, rng))];
      const g = { shape: [size], walk: { dims: [size], strides: [[1], [1]] } };
      device.run.add({ donated: a }, a, b, g);
    }));

  it("dropoutMask", () =>
    checkCalls(2000, (device, size, rng) => {
      const key = [rng.uint32(), rng.uint32()] as const;
      for (const p of [0, 2 ** -32, 0.25, rng.uniform(), 1 - 2 ** -32, 1]) {
        device.run.dropoutMask([size], { key, p, scale: 1 / (1.1 - p) });
      }
    }));

  it("fill", () =>
    checkCalls(2000, (device, size, rng) => {
      for (const value of [0, -0, 0.1, rng.uniform(), Number.NaN]) device.run.fill([size], { value });
    }));

  it("countNonFinite", () =>
    checkCalls(40_000, (device, size, rng) => {
      const values = Float32Array.from({ length: size }, () => special[rng.int(special.length)]);
      device.run.countNonFinite([1], device.write(values));
    }));

  it("pick and oneHot", () =>
    checkCalls(300, (device, rows, rng) => {
      const classes = 1 + rng.int(40);
      const labels = device.write(Array.from({ length: rows }, () => rng.int(classes)));
      device.run.pick([rows], device.write(draw(rows * classes, rng)), labels, { classes });
      device.run.oneHot([rows, classes], labels, { classes });
    }));

  it.each([-1, 0.5, 5, 2 ** 31, 2 ** 32, 2 ** 100, Number.NaN, Number.POSITIVE_INFINITY])(
    "the label %d",
    async (label) => {
      const device = checked(3);
      const labels = Array.from({ length: 75 }, (_, row) => (row === 41 || row === 70 ? label : row % 5));
      const expected = `expected labels from 0 to 4; got ${label} at index 41`;
      const picked = device.run.pick([75], device.write(new Float32Array(375)), device.write(labels), { classes: 5 });
      await expect(device.read(picked)).rejects.toThrow(expected);
      await expect(device.read(device.run.oneHot([375], device.write(labels), { classes: 5 }))).rejects.toThrow(
        expected,
      );
    },
  );
});

it("ran every kernel", () => {
  expect([...seen].sort()).toEqual(Object.keys(referenceKernels).sort());
});
