import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { type NetName, netNames, nets } from "../../../docs/widgets/nets/facts.ts";
import { fieldOf, lengthOf, mapLayers } from "../../../docs/widgets/receptive-field/field.ts";
import { measured } from "../../../docs/widgets/receptive-field/figure.ts";
import { widget } from "../../../docs/widgets/receptive-field/index.ts";
import { boxOf, gradientOf } from "../../../docs/widgets/receptive-field/measure.ts";
import { type CpuDevice, cpu } from "../../../src/devices/cpu/index.node.ts";
import { buildModel, constant, grad, type LayerSpec, modelTable, ones, scope, tensor } from "../../../src/index.ts";

const four = netNames.slice(0, 4);

/** The middle unit behind a network's first layers, and one in a corner. */
function unitsOf(net: NetName, count: number): readonly (readonly [number, number])[] {
  const [, h, w] = mapLayers(nets[net])[count - 1]!.output as readonly [number, number, number];
  return [
    [h >> 1, w >> 1],
    [0, w - 1],
  ];
}

/** Each layer that reads more than one pixel: the others see what stands before them sees. */
const wide = (net: NetName) =>
  mapLayers(nets[net]).flatMap(({ spec }, i) =>
    ["conv", "maxPool", "localResponseNorm", "adaptiveAvgPool"].includes(spec.kind) ? [i + 1] : [],
  );

describe("the receptive field", () => {
  it.each(four)("of %s is the box of input gradients that are not 0, layer by layer", (name) => {
    const net = nets[name];
    for (const count of wide(name)) {
      for (const unit of unitsOf(name, count)) {
        const { inside } = fieldOf(net, count, unit);
        expect([count, unit, boxOf(gradientOf(net, count, unit), [net.input[1], net.input[2]])]).toEqual([
          count,
          unit,
          inside,
        ]);
      }
    }
  });

  it.each(["article", "article-5.1"] as const)("of %s too, at its end", (name) => {
    const net = nets[name];
    const count = mapLayers(net).length;
    const [unit] = unitsOf(name, count) as [readonly [number, number]];
    const box = boxOf(gradientOf(net, count, unit), [net.input[1], net.input[2]]);
    expect(box).toEqual(fieldOf(net, count, unit).inside);
  });

  it("grows as is known: 195 in three of them, 227 in the released code", () => {
    const sides = (name: NetName) =>
      new Set(mapLayers(nets[name]).map((_, i) => lengthOf(fieldOf(nets[name], i + 1, [0, 0]).whole[0])));
    const usual = [11, 19, 51, 67, 99, 131, 163, 195];
    for (const name of ["paper2012", "caffe", "torchvision"] as const) expect([...sides(name)]).toEqual(usual);
    expect([...sides("code2012")]).toEqual([11, 19, 51, 83, 99, 131, 163, 195, 227]);
  });
});

describe("the whole network", () => {
  let device: CpuDevice;
  beforeAll(async () => {
    device = await cpu();
  });
  afterAll(() => device.close());

  it.each(four)(
    "%s, with all its channels and weights of one value, has the same box as the narrow one",
    async (name) => {
      const { layers, ...table } = modelTable(name);
      const net = nets[name];
      const count = mapLayers(net).length;
      let channels = table.input[0];
      const all = layers.slice(0, count).map((spec): LayerSpec => {
        if (spec.kind === "maxPool") return { ...spec, kind: "avgPool" };
        if (spec.kind !== "conv") return spec;
        const { kernel, filters, groups = 1 } = spec as typeof spec & { kernel: number };
        const fanIn = (channels / groups) * kernel ** 2;
        channels = filters;
        return { ...spec, weightInit: constant(1 / fanIn), biasInit: constant(0) };
      });
      using model = buildModel({ ...table, layers: all }, { device });
      const [unit] = unitsOf(name, count) as [readonly [number, number]];
      const dx = scope(() => {
        const x = ones([1, ...table.input], { device, requiresGrad: true });
        const y = model.forward(x);
        const [, c, h, w] = y.shape as readonly [number, number, number, number];
        const only = new Float32Array(c * h * w);
        only[unit[0] * w + unit[1]] = 1;
        const gradient = tensor(only, y.shape, { device });
        return grad(y, [x], { gradOutputs: [gradient] })[0]!;
      });
      const [, h, w] = table.input;
      expect(boxOf(await dx.data(), [h, w])).toEqual(boxOf(gradientOf(net, count, unit), [h, w]));
      dx.dispose();
    },
  );
});

describe("its drawing", () => {
  it("has a square for each layer before the unit, as large as the table says", () => {
    for (const name of four) {
      const layers = mapLayers(nets[name]);
      for (let step = 1; step <= layers.length; step++) {
        const html = drawn(widget, `net=${name}&step=${step}`);
        const squares = Array.from(html.matchAll(/<rect class="(before|here)"[^>]* width="(\d+)" height="(\d+)"/g));
        const sizes = layers.slice(0, step).map((_, i) => lengthOf(fieldOf(nets[name], i + 1, [0, 0]).whole[0]));
        expect(squares.map(([, , width]) => Number(width))).toEqual(sizes);
        expect(html.match(/<td>\d+<\/td><td>\d+<\/td>/g)).toHaveLength(layers.length);
      }
    }
    expect(drawn(widget, "step=0")).not.toContain('class="here"');
  });

  it("says where the unit's square lies, and what of it is image", () => {
    expect(drawn(widget, "")).toContain("sees 195 × 195 pixels: rows 32 to 226, columns 32 to 226.");
    expect(drawn(widget, "net=code2012")).toContain("sees 227 × 227 pixels; 208 × 208 of it is image");
  });

  it("shows what was measured, and that it is what was counted", () => {
    const html = measured({ net: "paper2012", step: 99, row: 50, column: 50, select: "" });
    expect(html).toContain("a box of 195 × 195 pixels, the same as counted");
    expect(html.match(/class="shade"/g)).toHaveLength(5);
  });
});
