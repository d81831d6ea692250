import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Results } from "../../bench/results.ts";
import { faultsOf } from "../../bench/schema.ts";
import { alexgrad, alexgradHere, type Result } from "./alexgrad.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-bench-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const quick = ["--threads", "1", "--device", "cpu", "--rounds", "3", "--no-peers"];

function resultsOf({ out }: Pick<Result, "out">): Results {
  const results = JSON.parse(out);
  expect(faultsOf(results)).toEqual([]);
  return results;
}

describe("alexgrad bench", () => {
  it("shows its help in 80 columns", async () => {
    const { code, out } = await alexgradHere(["bench", "--help"]);
    expect(code).toBe(0);
    for (const text of ["--processes <n>", "scaling", "ladder", "alexgrad bench conv2d gemm", "(default: gemm,"])
      expect(out).toContain(text);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it.each([
    [["gem"], /^alexgrad: no such benchmark: gem; there are gemm, conv, operator, .*conv2d, .*torchvision/],
    [["relu", "--sizes", "8"], /--sizes: expected it with gemm, .*; got relu/],
    [["crossover", "--sizes", "1024"], /--sizes: expected it with gemm, conv, network, profile, .*; got crossover/],
    [["gemm", "scaling", "--sizes", "8"], /--sizes: expected it with .*; got gemm, scaling/],
    [["--sizes", "8"], /--sizes: expected it with gemm, .*; got none/],
    [["gemm", "--sizes", "8,0"], /--sizes: expected a whole number from 1 to 65536; got 0/],
    [["gemm", "--threads", "1,1"], /--threads: expected each once; got 1,1/],
    [["gemm", "--device", "cpu,tpu"], /--device: expected one of reference, cpu, gpu; got tpu/],
    [["gemm", "--products", "fast"], /--products: expected one of plain, vectors, tiled, .*; got fast/],
    [["gemm", "--rounds", "0"], /--rounds: expected a whole number from 1 to 1000; got 0/],
    [["gemm", "--device", "cpu", "--processes", "0"], /--processes: expected a whole number from 1 to 100; got 0/],
  ])("refuses %j", async (args, message) => {
    const { code, out, err } = await alexgradHere(["bench", ...args]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });

  it("prints JSON as its schema has it, and writes it to a file, in a folder that it makes", async () => {
    const file = join(folder, "new", "results.json");
    const { code, out, err } = await alexgrad([
      ...["bench", "dropout", "--json", "--out", file, "--device", "cpu,reference"],
      ...["--threads", "1,2", "--rounds", "3", "--no-peers"],
    ]);
    expect(code).toBe(0);
    const { rows, processes } = resultsOf({ out });
    expect(processes).toBe(1);
    expect(rows.map(({ what, pass, contender }) => [what, pass, contender])).toEqual(
      ["forward", "backward"].flatMap((pass) =>
        ["cpu, 1 thread", "cpu, 2 threads", "reference"].map((name) => ["dropout", pass, name]),
      ),
    );
    for (const { time, checked, bound, facts } of rows) {
      expect(time.steady.count).toBe(3);
      expect(checked).toBeLessThanOrEqual(1);
      expect(bound === undefined).toBe(facts.device === "reference");
    }
    expect(resultsOf({ out: readFileSync(file, "utf8") }).rows).toEqual(rows);
    expect(err).toContain("task 2 of 2: dropout dropout6 backward");
  });

  it("prints tables, and writes a page", async () => {
    const file = join(folder, "page", "results.html");
    const { code, out } = await alexgrad(["bench", "dispatch", "--html", file, ...quick]);
    expect(readFileSync(file, "utf8")).toMatch(/^<!doctype html>.*chain of 1000/is);
    expect(code).toBe(0);
    expect(out).toMatch(/^alexgrad \d.* cores, /);
    expect(out).toMatch(/\nDISPATCH\n +time +±/);
    expect(out).toMatch(/ {2}cpu, 1 thread .* µs a call/);
    expect(out).toMatch(/(pass|MISS) {2}time \/ cpu\(\): /);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("merges processes", async () => {
    const { code, out, err } = await alexgrad([
      "bench",
      "gemm",
      "--sizes",
      "16",
      "--processes",
      "2",
      "--json",
      ...quick,
    ]);
    expect(code).toBe(0);
    const { rows, processes } = resultsOf({ out });
    expect(processes).toBe(2);
    expect(rows).toMatchObject([{ what: "matmul", size: "16³", time: { steady: { count: 2 } } }]);
    expect(err).toMatch(/process 1 of 2\ntask 1 of 1: .*\nprocess 2 of 2\ntask 1 of 1: /);
  });

  it("goes on after a process that is killed", async () => {
    const [marker, file] = [join(folder, "killed"), join(folder, "after.json")];
    const first = `!process.argv.includes("--processes") && !existsSync(${JSON.stringify(marker)})`;
    const kill = `writeFileSync(${JSON.stringify(marker)}, ""); process.kill(process.pid, "SIGKILL");`;
    const code = `import { existsSync, writeFileSync } from "node:fs"; if (${first}) { ${kill} }`;
    const result = await alexgrad(
      ["bench", "gemm", "--sizes", "8", "--processes", "2", "--json", "--out", file, ...quick],
      undefined,
      ["--import", `data:text/javascript,${encodeURIComponent(code)}`],
    );
    expect(result.code).toBe(1);
    expect(result.err).toContain("process 1 of 2: ended with SIGKILL and no results");
    const { rows, processes } = resultsOf(result);
    expect([rows.length, processes]).toEqual([1, 1]);
    expect(resultsOf({ out: readFileSync(file, "utf8") }).rows).toEqual(rows);
  });

  it("leaves a file as it is until there are rows, and writes those that there are on Ctrl-C", async () => {
    const file = join(folder, "kept.json");
    writeFileSync(file, "kept");
    const stop = async (at: string, ...more: string[]) => {
      let sent = false;
      const args = ["bench", "gemm", "--sizes", "4,8", "--out", file, ...quick, ...more];
      await alexgrad(args, (child, soFar) => {
        if (!sent && soFar.includes(at)) sent = child.kill("SIGINT");
      });
      return readFileSync(file, "utf8");
    };
    expect(await stop("task 1 of")).toBe("kept");
    expect(resultsOf({ out: await stop("task 2 of", "--processes", "2") }).rows).toMatchObject([{ size: "4³" }]);
  });

  it.each([[[]], [["--processes", "2"]]])("stops on Ctrl-C, with what was finished %j", async (more) => {
    let sent = false;
    const args = ["bench", "gemm", "--sizes", "4,8", "--json", ...quick, ...more];
    const { code, out, err } = await alexgrad(args, (child, soFar) => {
      if (!sent && soFar.includes("task 2 of")) sent = child.kill("SIGINT");
    });
    expect(code).toBe(130);
    expect(err).toContain("interrupted");
    const { rows } = resultsOf({ out });
    expect(rows).toMatchObject([{ what: "matmul", size: "4³" }]);
  });

  it("says in one line that there is no GPU where one is asked for", async () => {
    const { code, out, err } = await alexgrad([
      "bench",
      "gemm",
      "--sizes",
      "8",
      "--device",
      "gpu,reference",
      "--rounds",
      "3",
    ]);
    if (code === 0) expect(out).toContain("gpu");
    else expect([code, out, err]).toEqual([1, "", expect.stringMatching(/^alexgrad: gpu: .*\n$/)]);
  });
});
