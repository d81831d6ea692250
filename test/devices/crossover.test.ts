import { describe, expect, it } from "vitest";
import { crossoverOf, describeCrossover, type Settled } from "../../src/devices/crossover.ts";

/** c: the cpu device is faster, g: the GPU, ?: not settled; at 16, 32, 64, … */
const sizes = (text: string) =>
  [...text].map((letter, i): Settled => {
    return { scale: 16 * 2 ** i, faster: letter === "g" ? "gpu" : letter === "c" ? "cpu" : null };
  });

describe("the crossover", () => {
  it.each([
    ["ccggg", 32, 64, "from n = 64 (cpu up to n = 32)"],
    ["cc??g", 32, 256, "from n = 256 (cpu up to n = 32)"],
    ["??ggg", null, 64, "from n = 64 (not settled below)"],
    ["ggggg", null, 16, "from n = 16, the smallest measured"],
    ["ccccc", 256, null, "not up to n = 256"],
    ["ccc??", 64, null, "not up to n = 256 (cpu up to n = 64)"],
    ["?????", null, null, "not up to n = 256 (not settled)"],
    ["ggg?g", null, 256, "from n = 256 (not settled below)"],
    ["cgcgg", 64, 128, "from n = 128 (cpu up to n = 64)"],
    ["gggg?", null, null, "not up to n = 256 (not settled)"],
  ])("of %s", (text, cpuUpTo, gpuFrom, described) => {
    const crossover = crossoverOf(sizes(text));
    expect(crossover).toEqual({ cpuUpTo, gpuFrom, measured: [16, 256] });
    expect(describeCrossover(crossover, "n")).toBe(described);
    expect(crossoverOf(sizes(text).reverse())).toEqual(crossover);
  });

  it("of batches is said in their words", () => {
    expect(describeCrossover(crossoverOf(sizes("cg")), "batch")).toBe("from batch 32 (cpu up to batch 16)");
  });
});
