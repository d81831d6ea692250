import { describe, expect, it } from "vitest";
import { chart } from "../../src/train/report/chart.ts";

const options = { title: "Loss", xLabel: "step" };
const line = (name: string, ...ys: number[]) => ({ name, points: ys.map((y, i) => [i + 1, y] as const) });
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
const labels = (svg: string) => [...svg.matchAll(/text-anchor="end">([^<]*)</g)].map(([, label]) => label);

describe("chart", () => {
  it("is nothing where there is nothing to show", () => {
    expect(chart([], options)).toBe("");
    expect(chart([line("a", Number.NaN)], options)).toBe("");
    expect(chart([line("a", 0, -1)], { ...options, log: true })).toBe("");
  });

  it("leaves out points that are no number, and names are text", () => {
    const svg = chart([line("<b>", 1, Number.NaN, Number.POSITIVE_INFINITY, 3), line("c", 2)], options);
    expect(count(svg, /<circle/g)).toBe(3);
    expect(svg).not.toContain("<b>");
    expect(svg).not.toContain("NaN");
  });

  it("tells lines apart when there are more than colours", () => {
    const svg = chart(
      Array.from({ length: 9 }, (_, i) => line(`conv${i}`, i, i + 1)),
      options,
    );
    expect(count(svg, /<polyline/g)).toBe(9);
    expect(count(svg, /stroke-dasharray/g)).toBe(1);
  });

  it("has a scale on a logarithmic axis, however short", () => {
    const log = { ...options, log: true, format: (y: number) => y.toExponential(0) };
    expect(labels(chart([line("a", 1e-3, 1)], log))).toEqual(["1e-3", "1e-2", "1e-1", "1e+0"]);
    expect(labels(chart([line("a", 0.2, 4)], log))).toEqual(["2e-1", "4e+0"]);
  });

  it("draws the mean of neighbours where there are thousands of points", () => {
    const svg = chart([line("a", ...Array.from({ length: 2000 }, (_, i) => i % 2))], options);
    const points = /points="([^"]*)"/.exec(svg)![1]!.split(" ");
    expect(points.length).toBeLessThanOrEqual(400);
  });
});
