import { describe, expect, it } from "vitest";
import { formatSummary, layers, modelNames, modelTable, summarize } from "../../src/models/index.ts";

const expected = `
cifar-18pct: 3×32×32 to 10 classes
18 % error on CIFAR-10 in 20 minutes of 2011 (Krizhevsky, cuda-convnet, layers-18pct.cfg).

layer    kind                        output  parameters               MACs         activation
─────────────────────────────────────────────────────────────────────────────────────────────
conv1    conv 5×5 pad 2            32×32×32       2,432   2.7%   2,457,600  20.0%   128.0 KiB
pool1    maxPool 3×3/2 ceil        32×16×16                                          32.0 KiB
relu1    relu                      32×16×16                                          32.0 KiB
norm1    localResponseNorm within  32×16×16                                          32.0 KiB
conv2    conv 5×5 pad 2            32×16×16      25,632  28.6%   6,553,600  53.3%    32.0 KiB
relu2    relu                      32×16×16                                          32.0 KiB
pool2    avgPool 3×3/2 ceil          32×8×8                                           8.0 KiB
norm2    localResponseNorm within    32×8×8                                           8.0 KiB
conv3    conv 5×5 pad 2              64×8×8      51,264  57.2%   3,276,800  26.6%    16.0 KiB
relu3    relu                        64×8×8                                          16.0 KiB
pool3    avgPool 3×3/2 ceil          64×4×4                                           4.0 KiB
flatten  flatten                       1024
fc10     linear                          10      10,250  11.4%      10,240   0.1%        40 B
─────────────────────────────────────────────────────────────────────────────────────────────
total                                            89,578         12,298,240          340.0 KiB

Parameters take 349.9 KiB in float32; gradients and momentum as much again, each.
`;

describe("formatSummary", () => {
  it.each(modelNames)("leaves the shares of %s out where there is no room", (name) => {
    const [first, , ...rows] = formatSummary(summarize(name), { width: 80 }).split("\n");
    const table = [first!, ...rows.slice(0, -1)];
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(86);
    const wide = formatSummary(summarize(name)).split("\n");
    expect(table.join("").includes("%")).toBe(Math.max(...wide.slice(3, -2).map((line) => line.length)) <= 80);
  });

  it("shows a network layer by layer, with totals", () => {
    expect(formatSummary(summarize("cifar-18pct"))).toBe(expected.trim());
  });

  it.each(modelNames)("%s fits 100 columns", (name) => {
    for (const line of formatSummary(summarize(name)).split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("says how windows lie", () => {
    const { conv, maxPool, avgPool } = layers;
    const window = {
      kernel: [3, 5],
      stride: [2, 1],
      padding: { top: 1, left: 2 },
      dilation: 2,
      groups: 3,
      ceilMode: true,
    } as const;
    const table = { ...modelTable("lenet5"), input: [3, 32, 32] as const };
    const text = formatSummary(
      summarize({
        ...table,
        layers: [
          conv("c1", 6, window),
          maxPool({ kernel: 2, stride: 2, padding: [1, 0] }),
          avgPool({ kernel: [2, 1], stride: 1 }),
          avgPool({ kernel: 3, stride: 2, padding: "same" }),
        ],
      }),
    );
    const kinds = text.split("\n").map((line) => line.split(/ {2,}/)[1]);
    expect(kinds).toContain("conv 3×5/2×1 pad top 1 left 2 ceil dilation 2 groups 3");
    expect(kinds).toContain("maxPool 2×2/2 pad 1×0");
    expect(kinds).toContain("avgPool 2×1");
    expect(kinds).toContain("avgPool 3×3/2 pad same");
  });
});
