import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { permute, reference, tensor } from "../../src/index.ts";
import { renameTensors } from "../../src/io/index.ts";
import type { NameMap } from "../../src/io/rename.ts";

const one = { shape: [1], data: Float32Array.of(1) };
const named = (...names: string[]) => new Map(names.map((name) => [name, one]));

describe("renameTensors", () => {
  it.each<[string, string, string]>([
    ["a*", "b*", "b1"],
    ["*1", "*2", "a2"],
    ["*", "model.*", "model.a1"],
    ["**", "*/*", "/a1"],
    ["a1", "b*c", "b*c"],
    ["a*1", "x", "x"],
    ["a1*", "a*2", "a2"],
    ["b*", "c*", "a1"],
    ["a*11", "c", "a1"],
  ])("by %s: %s makes %s of a1", (pattern, name, expected) => {
    expect([...renameTensors(named("a1"), { [pattern]: name }).tensors.keys()]).toEqual([expected]);
  });

  it("takes an exact name first, then the first pattern, and tells what fits none", () => {
    const map: NameMap = { "c*": "x*", "conv*.w": "features.*.weight", "conv1.w": "first", "optim.*": null, b: "d" };
    const { tensors, unused } = renameTensors(named("conv1.w", "conv2.w", "optim.m", "a"), map);
    expect([...tensors.keys()]).toEqual(["first", "xonv2.w", "a"]);
    expect(unused).toEqual(["conv*.w", "b"]);
    expect(tensors.get("first")).toBe(one);
  });

  it("takes names of Object's own for names", () => {
    const map: NameMap = JSON.parse('{"__proto__":"a","constructor*":"b*"}');
    const { tensors } = renameTensors(named("__proto__", "constructor", "toString"), map);
    expect([...tensors.keys()]).toEqual(["a", "b", "toString"]);
  });

  it("permutes axes as permute does", async () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    const cases = shapes.chain((shape) =>
      fc.tuple(fc.constant(shape), fc.shuffledSubarray([...shape.keys()], { minLength: shape.length })),
    );
    await fc.assert(
      fc.asyncProperty(cases, fc.boolean(), async ([shape, transpose], wide) => {
        const length = shape.reduce((a, b) => a * b, 1);
        const values = Array.from({ length }, (_, i) => i);
        const data = wide ? Float64Array.from(values) : Float32Array.from(values);
        const { tensors } = renameTensors(new Map([["w", { shape, data }]]), { w: { name: "w", transpose } });
        const expected = permute(tensor([...data], shape, { device: reference() }), transpose);
        const got = tensors.get("w")!;
        expect(got.shape).toEqual(expected.shape);
        expect([...got.data]).toEqual([...(await expected.data())]);
        expect(got.data.constructor).toBe(data.constructor);
      }),
      { numRuns: 60 },
    );
  });

  it("brings a flattened [h, w, c] before a layer to [c, h, w]", () => {
    const [h, w, c, out] = [2, 3, 4, 5];
    const data = Float32Array.from({ length: h * w * c * out }, (_, i) => i);
    const layout = { name: "fc.weight", view: [h, w, c, out], transpose: [3, 2, 0, 1], shape: [out, c * h * w] };
    const { tensors } = renameTensors(new Map([["kernel", { shape: [h * w * c, out], data }]]), { kernel: layout });
    const { shape, data: got } = tensors.get("fc.weight")!;
    expect(shape).toEqual([out, c * h * w]);
    for (let i = 0; i < got.length; i++) {
      const [o, k, y, x] = [Math.floor(i / (c * h * w)), Math.floor(i / (h * w)) % c, Math.floor(i / w) % h, i % w];
      expect(got[i]).toBe(data[((y * w + x) * c + k) * out + o]);
    }
  });

  it("makes numbers when they are asked for, once", () => {
    let asked = 0;
    const lazy = {
      shape: [2, 1],
      get data() {
        asked++;
        return Float32Array.of(1, 2);
      },
    };
    const { tensors } = renameTensors(new Map([["w", lazy]]), { w: { name: "w", transpose: [1, 0] } });
    expect(asked).toBe(0);
    expect(tensors.get("w")!.data).toBe(tensors.get("w")!.data);
    expect(asked).toBe(1);
  });

  it.each<[string, NameMap, string]>([
    ["two of one name", { "a*": "x" }, 'both "a1" and "a2" become "x"'],
    ["one that is there", { a1: "a2" }, 'both "a1" and "a2" become "a2"'],
    ["more stars", { "a*": "*.*" }, 'expected "*.*" to have no more * than "a*"'],
    ["axes of another rank", { a1: { name: "a", transpose: [1, 0] } }, '"a1" [1]: expected transpose to name each'],
    ["an axis twice", { a1: { name: "a", view: [1, 1], transpose: [1, 1] } }, "expected transpose to name each"],
    ["another size", { a1: { name: "a", view: [2] } }, "expected a view of as many numbers; got [2]"],
    ["another size behind", { a1: { name: "a", shape: [1, 2] } }, "expected a shape of as many numbers; got [1, 2]"],
    ["a number", { a1: 3 as never }, "expected map.a1 to be a name, null or { name, transpose }; got 3"],
    ["another field", { a1: { name: "a", axes: [] } as never }, "expected map.a1 to be no other fields than name"],
  ])("refuses %s", (_, map, message) => {
    expect(() => renameTensors(named("a1", "a2"), map)).toThrow(message);
  });

  it("is quick with patterns of many stars and names that almost fit", () => {
    const pattern = `${"*a".repeat(5000)}b`;
    expect(renameTensors(named("a".repeat(100_000)), { [pattern]: "x" }).unused).toEqual([pattern]);
  });
});
