import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, describe, expect, it, vi } from "vitest";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import { open } from "../../src/devices/cpu/open.node.ts";
import type { Floats } from "../../src/devices/device.ts";
import { LazyExecutor } from "../../src/devices/lazy.ts";
import { QueuedDevice } from "../../src/devices/queue.ts";
import { type NestedArray, ones, pick, randn, reference, tensor } from "../../src/index.ts";

const float64 = reference({ dtype: "float64" });
const device = await cpu({ threads: 2 });

afterAll(() => device.close());

/** Up to the shape. */
function numbersIn(text: string): string {
  return text.slice(0, text.search(/,\s+shape \[|$/));
}

/** The numbers of a tensor's text; null for nan. */
function parse(text: string): unknown {
  const json = numbersIn(text)
    .slice("tensor(".length)
    .replace(/nan/g, "null")
    .replace(/inf/g, "1e999")
    .replace(/\.(?!\d)/g, ".0");
  return JSON.parse(json);
}

const number = fc.oneof(
  fc.double({ min: -1e307, max: 1e307 }),
  fc.integer({ min: -2000, max: 2000 }),
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1e-300, 1e300, 1e-5, 1e9),
);
const shape = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });

/** A shape of at most 256 numbers, and as many. */
const filled = shape.chain((shape) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return fc.record({ shape: fc.constant(shape), values: fc.array(number, { minLength: size, maxLength: size }) });
});

function flat(nested: unknown): unknown[] {
  return Array.isArray(nested) ? nested.flatMap(flat) : [nested];
}

function shapeOf(nested: unknown): number[] {
  return Array.isArray(nested) ? [nested.length, ...shapeOf(nested[0])] : [];
}

describe("toArray", () => {
  it("is the nested arrays that `tensor` takes, and JSON can hold", async () => {
    await fc.assert(
      fc.asyncProperty(filled, async ({ shape, values }) => {
        const nested = await tensor(values, shape, { device: float64 }).toArray();
        expect(shapeOf(nested)).toEqual(shape);
        expect(flat(nested)).toEqual(values);
        const finite = values.map((value) => (Number.isFinite(value) ? value + 0 : 0));
        const rounded = JSON.parse(JSON.stringify(await tensor(finite, shape, { device: float64 }).toArray()));
        expect(flat(rounded)).toEqual(finite);
        const again = tensor(rounded, { device: float64 });
        expect([again.shape, [...(await again.data())]]).toEqual([shape, finite]);
      }),
    );
  });

  it("is a number for a scalar", async () => {
    expect(await tensor(3).toArray()).toBe(3);
  });
});

/** What four digits after the point may be off by, where they stand in this text. */
function toleranceFor(text: string, value: number): number {
  if (/\de[+-]\d/.test(text)) return Math.abs(value) * 5.1e-5;
  return /\.\d/.test(text) ? 5.1e-5 : 0;
}

describe("a tensor's text", () => {
  it("reads back as its numbers, to four digits, in its nesting", () => {
    fc.assert(
      fc.property(filled, ({ shape, values }) => {
        const text = String(tensor(values, shape, { device: float64 }));
        const parsed = parse(text);
        expect(shapeOf(parsed)).toEqual(shape);
        for (const [i, found] of flat(parsed).entries()) {
          const value = values[i];
          if (Number.isNaN(value)) expect(found).toBe(null);
          else if (!Number.isFinite(value)) expect(found).toBe(value);
          else expect(Math.abs(Number(found) - value)).toBeLessThanOrEqual(toleranceFor(text, value));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("has columns below each other, in at most 80 characters", () => {
    fc.assert(
      fc.property(filled, ({ shape, values }) => {
        const text = String(tensor(values, shape, { device: float64 }));
        expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
        const rows = numbersIn(text)
          .split(/\n+/)
          .map((line) => line.slice("tensor(".length + shape.length));
        const ends = rows.map((row) => [...row.matchAll(/[\d.nf](?=[,\]]|$)/g)].map(({ index }) => index));
        const longest = ends.reduce((a, b) => (a.length > b.length ? a : b));
        for (const own of ends) expect(own).toEqual(longest.slice(0, own.length));
      }),
    );
  });

  it("shows three at either end of each axis, of more than 1000", () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 20 }), fc.integer({ min: 143, max: 200 }), (rows, columns) => {
        const at = (row: number, column: number) => (1000 * row + column) / 1000;
        const all = Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => at(i + 1, j)));
        const [top, bottom] = [
          [1, 2, 3],
          [rows - 2, rows - 1, rows],
        ];
        const ends = [0, 1, 2, null, columns - 3, columns - 2, columns - 1];
        const row = (i: number) => ends.map((j) => (j === null ? null : at(i, j)));
        const shown = numbersIn(String(tensor(all, { device: float64 }))).replaceAll("...", "nan");
        expect(parse(shown)).toEqual([...top.map(row), null, ...bottom.map(row)]);
      }),
    );
    expect(String(tensor(Array(1000).fill(1)))).not.toContain("...");
  });

  it("is of any number of short axes", () => {
    const text = String(ones(new Array(17).fill(2)));
    expect(text.match(/1\./g)).toHaveLength(2 ** 17);
  });

  it("is PyTorch's", () => {
    const text = (values: NestedArray) => numbersIn(String(tensor(values)));
    expect(
      text([
        [0.1, 2],
        [3, -4],
      ]),
    ).toBe("tensor([[ 0.1000,  2.0000],\n        [ 3.0000, -4.0000]]");
    expect(text([1, 2, 1000])).toBe("tensor([   1.,    2., 1000.]");
    expect(text([1, 2, 1001])).toBe("tensor([1.0000e+00, 2.0000e+00, 1.0010e+03]");
    expect(text([1e-4, 0.05])).toBe("tensor([1.0000e-04, 5.0000e-02]");
    expect(text([1e8, 1e7])).toBe("tensor([100000000.,  10000000.]");
    expect(text([0, 0])).toBe("tensor([0., 0.]");
    expect(text([Number.NaN, -0, Number.NEGATIVE_INFINITY])).toBe("tensor([ nan,  -0., -inf]");
    expect(
      text([
        [[1], [2]],
        [[3], [4]],
      ]),
    ).toBe("tensor([[[1.],\n         [2.]],\n\n        [[3.],\n         [4.]]]");
    expect(text(7)).toBe("tensor(7.");
  });

  it("ends with shape, dtype, device, and whether it needs a gradient", () => {
    expect(String(tensor([1], { requiresGrad: true }))).toBe(
      "tensor([1.], shape [1], float32, reference, requiresGrad)",
    );
    const long = String(randn([7]));
    expect(long.split("\n").at(-1)).toBe("       shape [7], float32, reference)");
  });

  it("is what the console shows, in objects too", () => {
    const x = tensor([1, 2]);
    expect(inspect(x)).toBe(String(x));
    expect(inspect({ x })).toBe(`{ x: ${x} }`);
  });

  it("has the numbers of the cpu device at once, whatever they still need", async () => {
    const x = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { device },
    );
    let y = x;
    for (let i = 0; i < 300; i++) y = y.add(x).mul(0.5);
    expect(parse(String(y))).toEqual([
      [1, 2],
      [3, 4],
    ]);
    await device.sync();
  });

  it("has what was written to a device that has yet to open, and computes once it is", async () => {
    const later = new QueuedDevice(
      new LazyExecutor<unknown>("later", async () => (await open({ threads: 1 })).executor),
    );
    const x = tensor([[1, 2]], { device: later });
    const y = x.mul(2);
    expect([x, y].map(String)).toEqual([
      "tensor([[1., 2.]], shape [1, 2], float32, later)",
      "tensor(shape [1, 2], float32, later, not read yet: await t.print() shows its values)",
    ]);
    await y.data();
    expect([y, x.mul(3)].map((t) => parse(String(t)))).toEqual([[[2, 4]], [[3, 6]]]);
    await later.close();
  });

  it("says what to call where there are none to be had, and never fails", async () => {
    const rest = "not read yet: await t.print() shows its values)";
    const far = new QueuedDevice<Floats>({
      ...{ name: "far", dtype: "float32", kernels: [], write: (values: Floats) => values, free() {}, close() {} },
      read: (buffer) => buffer.slice(),
      run: (_, size) => new Float32Array(size),
    });
    const x = tensor([1, 2], { device: far });
    expect(String(x)).toBe(`tensor(shape [2], float32, far, ${rest}`);
    expect(await x.toArray()).toEqual([1, 2]);
    for (const on of [reference(), device]) {
      const failed = pick(tensor([[1, 2]], { device: on }), tensor([5], { device: on }));
      expect(String(failed)).toBe(`tensor(shape [1], float32, ${on.name}, ${rest}`);
      await expect(failed.print()).rejects.toThrow("expected labels from 0 to 1; got 5 at index 0");
    }
    x.dispose();
    expect(String(x)).toBe("tensor(shape [2], float32, far, disposed)");
  });
});

describe("print", () => {
  it("waits for the values", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    await tensor([1, 2], { device }).mul(2).print();
    expect(log.mock.calls).toEqual([["tensor([2., 4.], shape [2], float32, cpu)"]]);
    log.mockRestore();
  });
});
