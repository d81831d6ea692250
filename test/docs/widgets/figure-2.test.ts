import { describe, expect, it } from "vitest";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { widget } from "../../../docs/widgets/figure-2/index.ts";
import { views } from "../../../docs/widgets/figure-2/state.ts";
import { volumesOf } from "../../../docs/widgets/figure-2/volumes.ts";
import { netNames, nets } from "../../../docs/widgets/nets/facts.ts";
import { summarize } from "../../../src/index.ts";

const textsOf = (html: string) => Array.from(html.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text]) => text!);

describe("the drawing of figure 2", () => {
  it.each(netNames)("%s has the sizes of its table, whatever the view", (net) => {
    const { layers, input } = summarize(net);
    const weighted = layers.filter(({ kind }) => kind === "conv" || kind === "linear");
    const volumes = volumesOf(nets[net]);
    expect(volumes.map(({ name }) => name)).toEqual(["image", ...weighted.map(({ name }) => name)]);
    const whole = volumes.map(({ shape: [c, ...map], parts }) => [c! * parts, ...map]);
    expect(whole).toEqual([input, ...weighted.map(({ outputShape }) => outputShape)]);
    for (const view of views) {
      const texts = textsOf(drawn(widget, `net=${net}&view=${view}`));
      for (const { shape, parts } of volumes) {
        const size = [...shape.slice(1), shape[0]].join("×");
        expect(texts.filter((text) => text === size).length).toBeGreaterThanOrEqual(parts);
      }
    }
  });

  it("has two towers where groups say so, and lines that cross where a layer has none", () => {
    const volumes = volumesOf(nets.paper2012);
    expect(volumes.map(({ parts }) => parts)).toEqual([1, 2, 2, 2, 2, 2, 2, 2, 1]);
    expect(volumes.filter(({ isDivided }) => isDivided).map(({ name }) => name)).toEqual(["conv2", "conv4", "conv5"]);
    const html = drawn(widget, "");
    // conv3, fc6 and fc7: from each tower to the other.
    expect(html.match(/class="crossing"/g)).toHaveLength(6);
    expect(html).toContain("They meet in conv3, fc6, fc7");
    expect(html).toContain("55×55×48");
    expect(drawn(widget, "net=torchvision")).not.toContain("crossing");
  });

  it("draws a window in its map: as large, to the scale of the map", () => {
    for (const { kernel, shape } of volumesOf(nets.caffe)) {
      if (kernel === null) continue;
      expect(kernel[0]).toBeLessThanOrEqual(shape[1]!);
    }
    expect(drawn(widget, "").match(/class="window"/g)).toHaveLength(1 + 4 * 2);
  });
});
