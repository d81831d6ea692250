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

  it("marks where something changed, within what is shown", () => {
    const marks = [0, 1, 2, 5].map((x) => ({ x, label: `at ${x}` }));
    const svg = chart([line("a", 3, 2, 1)], { ...options, marks });
    expect([...svg.matchAll(/class="mark".*?>at (\d)</g)].map(([, x]) => x)).toEqual(["1", "2"]);
    const places = [...svg.matchAll(/class="mark" transform="translate\(([\d.]+)/g)].map(([, at]) => Number(at));
    expect(places[0]).toBeLessThan(places[1]);
  });

  it("tells lines apart when there are more than colors", () => {
    const svg = chart(
      Array.from({ length: 30 }, (_, i) => line(`conv${i}`, i, i + 1)),
      options,
    );
    expect(new Set(svg.match(/stroke="[^"]+"/g)).size).toBe(30);
  });

  it("has a scale on a logarithmic axis, however short", () => {
    const log = { ...options, log: true };
    expect(labels(chart([line("a", 1e-3, 1)], log))).toEqual(["0.001", "0.01", "0.1", "1"]);
    expect(labels(chart([line("a", 0.2, 4)], log))).toEqual(["0.2", "0.5", "1", "2"]);
    expect(labels(chart([line("a", 0.21, 0.22)], log)).slice(0, 2)).toEqual(["0.21", "0.215"]);
    expect(labels(chart([line("a", 1e-9, 1e-7)], log))).toEqual(["1e-9", "1e-8", "1e-7"]);
  });

  it.each([1, 2, 3, 4, 7, 30, 1000])("marks whole epochs only, of %d", (epochs) => {
    const svg = chart([line("a", ...Array.from({ length: epochs }, (_, i) => i))], options);
    const marks = [...svg.matchAll(/text-anchor="middle">([^<]*)</g)].map(([, mark]) => Number(mark)).slice(0, -1);
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.every((mark) => Number.isInteger(mark) && mark >= 1 && mark <= epochs)).toBe(true);
  });

  it("marks y with numbers that can be told apart, and from 0 where asked", () => {
    const near = labels(chart([line("a", 0.00999, 0.01)], options));
    expect(new Set(near).size).toBe(near.length);
    expect(labels(chart([line("a", 5, 10)], { ...options, isFromZero: true }))[0]).toBe("0");
  });

  it("has its numbers as a table, of means where there are many", () => {
    const svg = chart([line("<b>", 1, 2), line("c", 3)], options);
    expect(svg).toContain('<tr><th scope="row">1</th><td>1</td><td>3</td></tr>');
    expect(svg).toContain('<tr><th scope="row">2</th><td>2</td><td></td></tr>');
    const long = chart([line("a", ...Array.from({ length: 600 }, (_, i) => i % 2))], options);
    expect(long).toContain("Numbers, each the mean of up to 10");
    expect(count(long, /<td>0\.5<\/td>/g)).toBe(60);
  });

  it("draws the mean of neighbors where there are thousands of points", () => {
    const svg = chart([line("a", ...Array.from({ length: 2000 }, (_, i) => i % 2))], options);
    const points = /points="([^"]*)"/.exec(svg)![1].split(" ");
    expect(points.length).toBeLessThanOrEqual(400);
  });
});
