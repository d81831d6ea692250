import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MatmulOptions, matmulGeometry } from "../../../src/core/geometry/matmul.ts";
import { Rng } from "../../../src/core/rng.ts";
import { type Shape, sizeOf } from "../../../src/core/shape.ts";
import { entryPoints } from "../../../src/devices/cpu/entryPoints.ts";
import { makePlans } from "../../../src/devices/cpu/plans.ts";
import { tileAt } from "../../../src/devices/cpu/tiles.ts";
import { QueuedDevice } from "../../../src/devices/queue.ts";
import { between } from "../../../src/gradcheck/op-info/op-info.ts";
import { spoilt } from "../values.ts";
import { loadBuilds } from "./builds.ts";
import { CheckedExecutor } from "./checkedExecutor.ts";
import { Sandbox } from "./sandbox.ts";

const sandboxes = loadBuilds().map((build) => new Sandbox(build));
const domain = between(-1, 1.2);
const int = (min: number, max: number) => fc.integer({ min, max });
/** Both sides of what the plan asks for, and what no vector divides. */
const length = fc.oneof(int(1, 40), int(250, 530));
const product = fc
  .record({ m: int(1, 19), k: length, n: length, transposeA: fc.boolean(), transposeB: fc.boolean() })
  .filter(({ m, k, n }) => m * k * n <= 1_000_000);
/** The steps are cut in 2 to 4 parts. */
const parts = fc.record({
  m: int(1, 3),
  k: int(700, 1100),
  n: int(800, 1001),
  transposeA: fc.boolean(),
  transposeB: fc.constant(false),
});
/** Few steps, of which there are as many as rows in `product`. */
const update = product.map(({ m, k, ...rest }) => ({ m: k, k: m, ...rest }));
/** One matrix of the batch may be shared. */
const batches = fc.constantFrom<readonly [Shape, Shape]>(
  [[], []],
  [[2], [2]],
  [[3], [1]],
  [
    [1, 2],
    [2, 1],
  ],
);

interface Product extends MatmulOptions {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

function shapesOf({ m, k, n, transposeA, transposeB }: Product, [aBatch, bBatch]: readonly [Shape, Shape]) {
  return [
    [...aBatch, ...(transposeA ? [k, m] : [m, k])],
    [...bBatch, ...(transposeB ? [n, k] : [k, n])],
  ] as const;
}

async function check(
  products: fc.Arbitrary<Product>,
  batched: fc.Arbitrary<readonly [Shape, Shape]>,
  values: typeof domain,
  numRuns: number,
): Promise<void> {
  const draws = fc.noShrink(fc.nat({ max: 2 ** 31 - 1 }));
  const property = fc.asyncProperty(products, batched, fc.boolean(), draws, async (drawn, batch, biased, from) => {
    const device = new QueuedDevice(new CheckedExecutor(sandboxes, new Rng(from), new Set()));
    const rng = new Rng(from);
    const [a, b] = shapesOf(drawn, batch);
    const bias = biased ? device.write(values(drawn.n, rng)) : null;
    const g = matmulGeometry("few rows", a, b, drawn);
    device.run.matmul(g.shape, device.write(values(sizeOf(a), rng)), device.write(values(sizeOf(b), rng)), bias, g);
    await device.sync();
  });
  await fc.assert(property, { numRuns, seed: 20121204 });
}

describe("products with few rows or steps agree with the reference", () => {
  const single = fc.constant([[], []] as const);

  it("few rows", () => check(product, batches, domain, 40));
  it("few steps", () => check(update, batches, domain, 40));
  it("in parts", () => check(parts, single, domain, 4));
  it("a batch in parts", () => check(parts, fc.constant([[2], [1]] as const), domain, 1));
  it("NaN and infinity", () => check(fc.oneof(product, update), batches, spoilt(domain), 20));
  it("NaN and infinity in parts", () => check(parts, single, spoilt(domain), 2));
});

describe("reads the large matrix as it lies", () => {
  const passesOf = (drawn: Product) => {
    const [a, b] = shapesOf(drawn, [[], []]);
    const area = { address: 0, size: 0 };
    const plan = makePlans(tileAt(0)).matmul(
      () => area,
      area,
      area,
      area,
      null,
      matmulGeometry("few rows", a, b, drawn),
    );
    return [plan].flat().map(({ entry }) => entryPoints[entry]);
  };

  it.each<[string, Product, string[]]>([
    ["a layer of one image", { m: 1, k: 9216, n: 4096, transposeB: true }, ["matmulDots"]],
    ["its input's gradient", { m: 1, k: 4096, n: 9216 }, ["matmulUpdates", "addParts"]],
    ["its weight's gradient", { m: 4096, k: 1, n: 9216, transposeA: true }, ["matmulUpdates"]],
    ["many images", { m: 128, k: 9216, n: 4096, transposeB: true }, ["packMatmul", "matmul"]],
    ["short rows", { m: 4, k: 3, n: 5, transposeB: true }, ["packMatmul", "matmul"]],
  ])("%s", (_, drawn, entries) => expect(passesOf(drawn)).toEqual(entries));
});
