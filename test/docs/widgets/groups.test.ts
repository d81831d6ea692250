import { describe, expect, it } from "vitest";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { connections } from "../../../docs/widgets/groups/blocks.ts";
import { widget } from "../../../docs/widgets/groups/index.ts";
import { towerLayers } from "../../../docs/widgets/groups/towers.ts";
import { conv2d, ones, reference, summarize } from "../../../src/index.ts";
import { cellsOf } from "./cells.ts";

describe("groups", () => {
  it.each([
    [8, 8, 2, 3],
    [6, 4, 1, 2],
    [4, 8, 4, 1],
    [12, 12, 3, 5],
    [6, 12, 6, 3],
  ])("%i channels, %i filters in %i groups: a filter sees its group's channels", (c, k, groups, kernel) => {
    const joined = connections(c, k, groups, kernel);
    const group = (i: number, all: number) => Math.floor(i / (all / groups));
    const expected = joined.map((row, i) => row.map((_, j) => (group(i, k) === group(j, c) ? kernel * kernel : 0)));
    expect(joined).toEqual(expected);
    const cells = cellsOf(drawn(widget, `c=${c}&k=${k}&groups=${groups}&kernel=${kernel}`));
    expect(cells.size).toBe((c * k) / groups);
    expect(new Set(cells.values())).toEqual(new Set([String(kernel * kernel)]));
  });

  it("counts weights and multiplications as sums of ones do", async () => {
    const device = reference({ dtype: "float64" });
    const w = ones([6, 2, 3, 3], { device });
    const y = conv2d(ones([1, 4, 7, 7], { device }), w, { groups: 2 });
    const html = drawn(widget, "c=4&k=6&groups=2&kernel=3&out=5");
    expect(html).toContain(
      `<td>${await w.sum().item()}</td><td>${(await y.sum().item()).toLocaleString("en-US")}</td>`,
    );
  });

  it("the towers are those of the paper's table", () => {
    const convs = summarize("paper2012").layers.filter(({ kind }) => kind === "conv");
    const layers = towerLayers();
    expect(layers.map(({ name }) => name)).toEqual(convs.map(({ name }) => name));
    expect(layers.map(({ multiplications }) => multiplications)).toEqual(convs.map(({ macs }) => macs));
    expect(layers.map(({ weights, filters }) => weights + filters)).toEqual(convs.map(({ parameters }) => parameters));
    expect(drawn(widget, "view=towers").match(/class="crossing"/g)).toHaveLength(2);
  });

  it("is refused in the library's words", () => {
    expect(() => drawn(widget, "groups=3")).toThrow(/channels divisible by groups/);
    expect(() => drawn(widget, "groups=0")).toThrow(/expected groups/);
    expect(() => drawn(widget, "c=9&k=8&groups=3")).toThrow(/divisible by groups/);
  });

  it.each(["blocks", "separable", "towers"])("draws %s, whatever is selected", (view) => {
    for (const select of ["", "w:7,7", "w:0,3", "depthwise:1,1", "pointwise:2,3", "q:1"])
      expect(drawn(widget, `view=${view}&select=${select}`)).toContain("ag-costs");
  });
});
