import { describe, expect, it } from "vitest";
import { crossoversOf, crossoverTable } from "../../bench/crossover.ts";
import type { Spread } from "../../bench/engine/statistics.ts";
import type { Ratio, Row } from "../../bench/results.ts";

const spread = (median: number): Spread => ({
  ...{ median, mean: median, mad: 0, interval: [median, median], min: median, max: median, count: 9 },
});

const verdictOf = { c: "slower", g: "faster", "?": "no difference" } as const;

interface Made {
  readonly what?: string;
  readonly gpu?: string;
  readonly cpu?: string;
  readonly isProven?: boolean;
  readonly clock?: "timestamps";
}

/** The rows of both contenders at 16, 32, 64, …; c: the cpu is faster, g: the GPU, ?: within the noise. */
function rowsOf(text: string, { what = "matmul", gpu = "gpu, resident", cpu = "cpu, 2 threads", ...rest }: Made = {}) {
  const { isProven = true, clock } = rest;
  return [...text].flatMap((letter, i): Row[] => {
    const scale = 16 * 2 ** i;
    const row = (device: string, contender: string, ms: number, ratio: Ratio): Row => ({
      ...{ group: "crossover", what, size: `n = ${scale}`, scale, shape: "", pass: "forward", contender },
      facts: { device, ...(device === "gpu" && clock && { clock }) },
      time: { first: ms, compile: 0, warm: ms, steady: spread(ms), calls: 1 },
      ...{ work: { flop: 1, bytes: 1 }, ratios: [ratio], targets: [] },
      ...(device === "gpu" && { noise: { ratio: spread(1), spread: 0.05, isProven } }),
    });
    const verdict = verdictOf[letter as keyof typeof verdictOf];
    return [
      row("gpu", gpu, 1, { to: cpu, ratio: spread(1), verdict }),
      row("cpu", cpu, i, { to: gpu, ratio: spread(1), verdict: "no difference" }),
    ];
  });
}

describe("crossovers of rows", () => {
  it("lie between what the cpu certainly wins and what the GPU does", () => {
    const [crossover, ...none] = crossoversOf(rowsOf("cc?gg").reverse());
    expect(none).toEqual([]);
    expect(crossover).toMatchObject({
      ...{ what: "matmul", pass: "forward", unit: "n", gpu: "gpu, resident", cpu: "cpu, 2 threads" },
      ...{ cpuUpTo: 32, gpuFrom: 128, measured: [16, 256] },
    });
    expect(crossover!.points).toEqual([
      { scale: 16, faster: "cpu", gpu: 1, cpu: 0 },
      { scale: 32, faster: "cpu", gpu: 1, cpu: 1 },
      { scale: 64, faster: null, gpu: 1, cpu: 2 },
      { scale: 128, faster: "gpu", gpu: 1, cpu: 3 },
      { scale: 256, faster: "gpu", gpu: 1, cpu: 4 },
    ]);
  });

  it.each([
    ["ccccc", 256, null],
    ["ggggg", null, 16],
    ["?????", null, null],
  ])("of %s", (text, cpuUpTo, gpuFrom) => {
    expect(crossoversOf(rowsOf(text))).toMatchObject([{ cpuUpTo, gpuFrom }]);
  });

  it("settle nothing where a contender differs from itself", () => {
    const rows = [...rowsOf("gg", { isProven: false }), ...rowsOf("ccgg").slice(4)];
    expect(crossoversOf(rows)).toMatchObject([{ cpuUpTo: null, gpuFrom: 64 }]);
  });

  it("compare operators, ways to count and cpu contenders each for itself", () => {
    const rows = [
      ...rowsOf("cg"),
      ...rowsOf("cc", { gpu: "gpu, upload counted" }).filter(({ facts }) => facts.device === "gpu"),
      ...rowsOf("gg", { what: "add", cpu: "cpu, 1 thread" }),
    ];
    expect(crossoversOf(rows).map(({ what, gpu, cpu, gpuFrom }) => [what, gpu, cpu, gpuFrom])).toEqual([
      ["matmul", "gpu, resident", "cpu, 2 threads", 32],
      ["matmul", "gpu, upload counted", "cpu, 2 threads", null],
      ["add", "gpu, resident", "cpu, 1 thread", 16],
    ]);
  });

  it("compare what is awaited with what is awaited, and the GPU's own clock with none", () => {
    const rows = [
      ...rowsOf("gg"),
      ...rowsOf("cc", { gpu: "gpu, resident, each awaited", cpu: "cpu, 2 threads, each awaited" }),
      ...rowsOf("gg", { gpu: "gpu, resident, by its own clock", clock: "timestamps" }),
    ];
    expect(crossoversOf(rows).map(({ gpu, cpu }) => [gpu, cpu])).toEqual([
      ["gpu, resident", "cpu, 2 threads"],
      ["gpu, resident, each awaited", "cpu, 2 threads, each awaited"],
    ]);
  });

  it("leave out what is no crossover, or has no size as a number", () => {
    const [first, ...rest] = rowsOf("gg");
    const { scale: _, ...unsized } = first!;
    expect(crossoversOf([unsized, ...rest.map((row) => ({ ...row, group: "scaling" as const }))])).toEqual([]);
  });

  it("are told in a table", () => {
    const table = crossoverTable(crossoversOf([...rowsOf("cc?gg"), ...rowsOf("cc", { what: "add" })]));
    const rule = "─".repeat(87);
    expect(table).toBe(
      [
        "operator        pass     GPU            against         pays",
        rule,
        "matmul          forward  gpu, resident  cpu, 2 threads  from n = 128 (cpu up to n = 32)",
        "add             forward  gpu, resident  cpu, 2 threads  not up to n = 32",
        rule,
        "pays in 1 of 2",
      ].join("\n"),
    );
  });
});
