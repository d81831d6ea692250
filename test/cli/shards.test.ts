import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { taskKey } from "../../bench/results.ts";
import { faultsOf } from "../../bench/schema.ts";
import { plansFor } from "../../bench/suite.node.ts";
import { inOrder, shareOf } from "../../src/cli/shard.ts";
import { alexgrad, alexgradHere } from "./alexgrad.ts";

const folder = mkdtempSync(join(tmpdir(), "alexgrad-shards-"));
afterAll(() => rmSync(folder, { recursive: true }));

// biome-ignore lint/suspicious/noExplicitAny: JSON of a file, which the tests take apart.
type Json = any;
const read = (file: string): Json => JSON.parse(readFileSync(file, "utf8"));

/** A copy of a file with something else in it. */
function changed(file: string, to: string, change: (json: Json) => void): string {
  const json = read(file);
  change(json);
  writeFileSync(to, JSON.stringify(json));
  return to;
}

describe("shares", () => {
  it("have each item once, nearly as many each, and what comes in pairs is spread", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 12 }), (length, count) => {
        const items = Array.from({ length }, (_, i) => i);
        const shares = Array.from({ length: count }, (_, i) => shareOf(items, { index: i + 1, count }));
        expect(shares.flat().sort((a, b) => a - b)).toEqual(items);
        const sizes = shares.map((share) => share.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
    const pairs = Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? "forward" : "backward"));
    expect(new Set(shareOf(pairs, { index: 1, count: 2 })).size).toBe(2);
    expect(shareOf(pairs, undefined)).toEqual(pairs);
  });

  it("are put in order, and refused unless each is there once", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }).chain((count) =>
          fc.tuple(
            fc.constant(count),
            fc.shuffledSubarray(
              Array.from({ length: count }, (_, i) => i + 1),
              { minLength: 1 },
            ),
          ),
        ),
        ([count, indices]) => {
          const files = indices.map((index) => ({ file: `${index}.json`, results: { shard: { index, count } } }));
          const join = () => inOrder(files, {}).map(({ results }) => results.shard.index);
          if (indices.length < count) expect(join).toThrow(/missing: \d/);
          else expect(join()).toEqual([...indices].sort((a, b) => a - b));
          const twice = [...files, { file: "again.json", results: files[0]!.results }];
          expect(() => inOrder(twice, {})).toThrow(/expected it once/);
          const beyond = [...files, { file: "beyond.json", results: { shard: { index: count + 1, count } } }];
          expect(() => inOrder(beyond, {})).toThrow(`beyond.json: shard: expected 1 to ${count}; got ${count + 1}`);
          const shard = { index: 1, count: 2 ** 40 };
          expect(() => inOrder([{ file: "a.json", results: { shard } }], {})).toThrow("expected at most 9999");
        },
      ),
    );
  });

  it.each(["0/2", "3/2", "1", "1/", "1/0", "01/2", "a/b", "1/2/3", "-1/2", "1.5/2", "1/99999"])(
    "refuses %s",
    async (shard) => {
      for (const command of [["gradcheck"], ["bench"], ["study", "relu"]]) {
        expect(await alexgradHere([...command, "--shard", shard])).toMatchObject({
          code: 2,
          err: expect.stringContaining(`--shard: expected i/n with i from 1 to n, such as 2/8; got ${shard}`),
        });
      }
    },
  );

  it.each([
    [["gradcheck", "--merge"], "--merge: expected the results of the shards; got none"],
    [
      ["bench", "a.json", "--merge", "--rounds", "3"],
      "--rounds: expected with --merge no other options than --json, --out, --html",
    ],
    [
      ["study", "relu", "a", "--merge", "--epochs", "3"],
      "--epochs: expected with --merge no other options than --out, --json",
    ],
    [
      ["study", "relu", "--seeds", "3", "--shard", "1/4"],
      "as many shards at most as there are pairs (--seeds), 3; got 4",
    ],
    [["study", "relu", "--shard", "1/2", "--budget", "1"], "--budget: expected no --shard"],
    [["study", "relu", "--resume"], "--resume: expected --out"],
    [["study", "relu", "a"], "expected folders with --merge only; got a"],
  ])("refuse %j", async (args, message) => {
    expect(await alexgradHere(args)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(message) });
  });
});

describe("study", () => {
  const flags = ["--limit", "20", "--epochs", "1", "--seeds", "3"];
  const study = (...args: string[]) => alexgradHere(["study", "relu", ...args]);
  const at = (name: string, file = "results.json") => join(folder, "study", name, file);

  /** All but what the clock says. */
  function repeatable(name: string) {
    const { minutes: _, ...results } = read(at(name));
    return { results, layers: read(at(name, "layers.json")) };
  }

  beforeAll(async () => {
    for (const shard of [[], ["--shard", "1/2"], ["--shard", "2/2"]]) {
      const out = at(shard[1]?.[0] ?? "whole", "");
      expect(await study(...flags, ...shard, "--out", out)).toMatchObject({ code: 0 });
    }
  });

  it("each shard has its own pairs, the rates of all, and merged they are the whole", async () => {
    const seeds = ["1", "2"].map((shard) => read(at(shard)).runs.map(({ seed }: Json) => seed));
    expect(seeds).toEqual([
      [0, 0],
      [1, 1, 2, 2],
    ]);
    expect(read(at("2")).trials).toEqual(read(at("whole")).trials);
    const merged = await study("--merge", at("2", ""), at("1", ""), "--out", at("merged", ""));
    expect(merged).toMatchObject({ code: 0, err: "" });
    expect(repeatable("merged")).toEqual(repeatable("whole"));
    expect(Object.keys(read(at("merged", "layers.json")))).toEqual(["relu", "tanh"]);
    expect(readFileSync(at("merged", "report.html"), "utf8")).toContain("Norm of the gradient, tanh");
  });

  it("goes on after a signal, from what is there, and is the same", async () => {
    let sent = false;
    const args = ["study", "relu", ...flags, "--out", at("killed", ""), "--resume"];
    const first = await alexgrad(args, (child, err) => {
      if (!sent && err.includes("relu, seed 0")) sent = child.kill("SIGTERM");
    });
    expect(first).toMatchObject({
      code: 143,
      err: expect.stringContaining("interrupted: the same command with --out"),
    });
    expect(read(at("killed")).runs.length).toBeLessThan(6);
    const second = await study(...args.slice(2));
    expect(second).toMatchObject({ code: 0, err: expect.stringMatching(/goes on after \d trainings?/) });
    expect(second.err).not.toContain("rate 0.003");
    expect(repeatable("killed")).toEqual(repeatable("whole"));
    const third = await study(...args.slice(2));
    expect(third.err).not.toMatch(/seed \d:/);
    expect(third.out).toBe(second.out);
    expect(await study(...flags, "--out", at("killed", ""))).toMatchObject({ code: 1 });
    expect(await study(...args.slice(2), "--device", "reference")).toMatchObject({
      code: 1,
      err: expect.stringContaining('device: expected "reference", as this command; got "cpu"'),
    });
    const longer = args.slice(2).map((arg, i, all) => (all[i - 1] === "--epochs" ? "2" : arg));
    expect(await study(...longer)).toMatchObject({ code: 1, err: expect.stringContaining("condition: expected ") });
  });

  it("begins where a kill came before the first results", async () => {
    mkdirSync(at("early", ""));
    writeFileSync(at("early", "layers.json"), "{}\n");
    const args = [...flags, "--shard", "1/2", "--out", at("early", "")];
    expect(await study(...args)).toMatchObject({ code: 1, err: expect.stringContaining("new or empty folder") });
    expect(await study(...args, "--resume")).toMatchObject({ code: 0 });
    expect(repeatable("early")).toEqual(repeatable("1"));
  });

  it.each<[string, (json: Json) => void, RegExp]>([
    [
      "another version",
      (json) => {
        json.alexgrad = "0.0.9";
      },
      /alexgrad: expected "\d.*; got "0.0.9"/,
    ],
    [
      "another condition",
      (json) => {
        json.condition.epochs = 9;
      },
      /condition: expected /,
    ],
    [
      "other images",
      (json) => {
        json.sha256 = "0";
      },
      /checksum of the images: expected /,
    ],
    [
      "another device",
      (json) => {
        json.device = "gpu, webgpu on x";
      },
      /device: expected "cpu".*; got "gpu, webgpu on x"/,
    ],
    [
      "another study",
      (json) => {
        json.study = "lrn";
      },
      /study: expected "relu"/,
    ],
    [
      "a training less",
      (json) => {
        json.runs.pop();
      },
      /runs: expected the 4 trainings of its share; got 3/,
    ],
    [
      "a training twice",
      (json) => {
        json.runs[3] = json.runs[2];
      },
      /runs: expected the 4 trainings of its share/,
    ],
    [
      "other rates",
      (json) => {
        json.trials = [{ variant: "tanh", lr: 0.5, loss: 0 }];
      },
      /trials: expected the rate of/,
    ],
    [
      "no shard",
      (json) => {
        delete json.shard;
      },
      /expected the results of a shard; got those of a whole/,
    ],
    [
      "the shard of another number",
      (json) => {
        json.shard.count = 3;
      },
      /shard: expected one of 2, as .*; got one of 3/,
    ],
    [
      "the first one again",
      (json) => {
        json.shard.index = 1;
      },
      /shard 1\/2: expected it once/,
    ],
    [
      "a field more",
      (json) => {
        json.more = 1;
      },
      /expected no other fields than/,
    ],
  ])("is not merged with a shard of %s", async (name, change, message) => {
    const other = at(name.replaceAll(" ", "-"), "");
    cpSync(at("2", ""), other, { recursive: true });
    changed(at("2"), join(other, "results.json"), change);
    const out = at("refused", "");
    expect(await study("--merge", at("1", ""), other, "--out", out)).toMatchObject({
      code: 1,
      err: expect.stringMatching(message),
    });
    expect(await study("--merge", at("1", ""), "--out", out)).toMatchObject({
      code: 1,
      err: expect.stringContaining("expected all 2 shards; missing: 2/2"),
    });
  });
});

describe("gradcheck", () => {
  const gradcheck = (...args: string[]) => alexgradHere(["gradcheck", ...args]);
  const plan = ["relu", "tanh", "neg", "--cases", "2"];
  const at = (name: string) => join(folder, "gradcheck", `${name}.json`);
  const shards = [1, 2, 3, 4].map((i) => at(`${i}`));

  /** All but what the clock says. */
  function repeatable(file: string) {
    const { seconds: _, reports, ...results } = read(file);
    return { ...results, reports: reports.map(({ milliseconds: __, ...report }: Json) => report) };
  }

  beforeAll(async () => {
    expect(await gradcheck(...plan, "--out", at("whole"))).toMatchObject({ code: 0 });
    for (const [i, out] of shards.entries()) {
      expect(await gradcheck(...plan, "--shard", `${i + 1}/4`, "--out", out)).toMatchObject({ code: 0 });
    }
  });

  it("merged is the whole, in its order, and JUnit has all of it", async () => {
    const junit = join(folder, "gradcheck.xml");
    const merged = await gradcheck("--merge", ...shards.toReversed(), "--out", at("merged"), "--junit", junit);
    expect(merged).toMatchObject({ code: 0, out: expect.stringMatching(/relu +AlexNet +relu1 .*\d+ checks passed/s) });
    expect(repeatable(at("merged"))).toEqual(repeatable(at("whole")));
    expect(read(at("whole")).reports.length).toBeGreaterThan(6);
    const tests = read(at("whole")).reports.length;
    expect(readFileSync(junit, "utf8")).toContain(`tests="${tests}" failures="0"`);
  });

  it("ends with 1 where a shard's check failed", async () => {
    const failed = changed(shards[1]!, at("failed"), (json) => {
      const report = json.reports.find(({ layer }: Json) => layer === undefined);
      Object.assign(report, { passed: false, status: "failed", failure: { case: "x 1", reason: "wrong", path: "0" } });
    });
    expect(await gradcheck("--merge", shards[0]!, failed, shards[2]!, shards[3]!)).toMatchObject({
      code: 1,
      out: expect.stringContaining("1 of "),
    });
  });

  it.each<[string, (json: Json) => void, RegExp]>([
    [
      "another version",
      (json) => {
        json.alexgrad = "0.0.9";
      },
      /alexgrad: expected one of .*; got "0.0.9"/,
    ],
    [
      "another plan",
      (json) => {
        json.plan.cases = 3;
      },
      /plan: expected .*; got /,
    ],
    [
      "another device",
      (json) => {
        json.device = "cpu";
      },
      /device: expected "reference".*; got "cpu"/,
    ],
    [
      "a report less",
      (json) => {
        json.reports.pop();
      },
      /reports: expected the \d+ checks of its share/,
    ],
    ["no JSON", () => {}, /is not JSON/],
  ])("is not merged with a shard of %s", async (name, change, message) => {
    const other = changed(shards[1]!, at(name), change);
    if (name === "no JSON") writeFileSync(other, "{");
    expect(await gradcheck("--merge", shards[0]!, other, shards[2]!, shards[3]!)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringMatching(message),
    });
  });
});

describe("bench", () => {
  const quick = ["gemm", "--sizes", "4,8,16", "--threads", "1", "--device", "cpu", "--rounds", "3", "--no-peers"];
  const at = (name: string) => join(folder, "bench", `${name}.json`);

  it("measures a share of the tasks, and merged all of them", async () => {
    for (const i of [1, 2]) {
      const more = i === 2 ? ["--processes", "2"] : [];
      expect(await alexgrad(["bench", ...quick, ...more, "--shard", `${i}/2`, "--out", at(`${i}`)])).toMatchObject({
        code: 0,
      });
    }
    expect(read(at("2")).shard).toEqual({ index: 2, count: 2, left: 0 });
    const second = changed(at("2"), at("2"), (json) => {
      json.processes = 1;
    });
    const merged = await alexgradHere(["bench", "--merge", second, at("1"), "--json"]);
    expect(merged).toMatchObject({ code: 0, err: "" });
    const results = JSON.parse(merged.out);
    expect(faultsOf(results)).toEqual([]);
    expect(results.shard).toBeUndefined();
    expect(results.rows.map(taskKey).sort()).toEqual(plansFor(["gemm"], [4, 8, 16]).map(taskKey).sort());
    const unfinished = changed(second, at("unfinished"), (json) => {
      json.shard.left = 1;
    });
    expect(await alexgradHere(["bench", "--merge", at("1"), unfinished])).toMatchObject({
      code: 1,
      err: expect.stringContaining("not measured: 1"),
    });
    const other = changed(second, at("other"), (json) => {
      json.machine.processor = "x";
    });
    expect(await alexgradHere(["bench", "--merge", at("1"), other])).toMatchObject({
      code: 1,
      err: expect.stringContaining("machine: expected "),
    });
    const again = changed(at("1"), at("again"), (json) => {
      json.shard.index = 2;
    });
    expect(await alexgradHere(["bench", "--merge", at("1"), again])).toMatchObject({
      code: 1,
      err: expect.stringContaining("has it too"),
    });
  });
});
