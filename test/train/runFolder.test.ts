import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { split } from "../../src/data/dataset.ts";
import { builtin, computeStatistics } from "../../src/data/index.ts";
import { AlexgradError, Rng, reference } from "../../src/index.ts";
import { loadSafetensors, saveSafetensors } from "../../src/io/index.node.ts";
import type { TensorData } from "../../src/io/safetensors.ts";
import { recipeModel } from "../../src/train/build.ts";
import { prepareTraining } from "../../src/train/prepare.node.ts";
import { defaults, type Recipe } from "../../src/train/recipes/recipe.ts";
import { renderReport } from "../../src/train/report/report.ts";
import { Run } from "../../src/train/run.node.ts";
import { runTraining } from "../../src/train/runTraining.node.ts";
import { seal } from "../../src/train/seal.node.ts";

const device = reference();
const { train, validation } = split(builtin({ count: 20 }), { validation: 4 });
const specs = [{ kind: "subtractMeanImage" }, { kind: "pcaColor" }] as const;
const statistics = computeStatistics(train, specs);
const data = { train, validation, statistics, sha256: "", skipped: [] };
const recipe: Recipe = {
  ...defaults,
  width: 0.125,
  batch: 8,
  epochs: 2,
  averaging: 0.9,
  pipeline: { name: "custom", train: specs, eval: [specs[0]] },
};
const prepare = () => prepareTraining(recipe, data, { seed: 3, device, observeEvery: 2 }).trainer;

let root: string;
let original: string;
let folder: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "alexgrad-run-"));
  original = join(root, "original");
  const config = {
    version: "0",
    recipe,
    stored: train.shape,
    input: train.shape,
    classes: train.classes,
    seed: 3,
    data: { path: "builtin", limit: 20, holdOut: null, onError: "fail", sha256: "" },
    machine: { node: "none" },
  } as const;
  using run = await Run.create(original, config, statistics);
  await runTraining({ run, trainer: prepare() });
});
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  folder = join(root, "copy");
  cpSync(original, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, name);

/** All that the commands read of a run. */
async function readAll(allowNonFinite = false): Promise<void> {
  using run = await Run.open(folder);
  const { config } = run;
  const task = { input: config.input, classes: config.classes.length };
  const model = recipeModel(config.recipe, task, { device, rng: new Rng(0) });
  try {
    await run.loadBest(model, { allowNonFinite });
  } finally {
    model.dispose();
  }
  const events = await run.events();
  renderReport({ name: "run", config, events, filters: null, confusion: null, mostWrong: [] });
  run.restore(prepare(), await run.resume());
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

function edit(name: string, change: (text: string) => string): void {
  const before = readFileSync(file(name), "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file(name), after);
}

async function editMetadata(change: (metadata: string) => string): Promise<void> {
  const { tensors, metadata } = await loadSafetensors(file("last.safetensors"));
  const after = change(metadata.alexgrad!);
  expect(after).not.toBe(metadata.alexgrad);
  await saveSafetensors(file("last.safetensors"), tensors, seal(tensors, { alexgrad: after }));
}

describe("a run's folder is input", () => {
  it("is read as it was written", async () => {
    await readAll();
    expect(readdirSync(folder).sort()).toEqual(readdirSync(original).sort());
  });

  it.each(["config.json", "statistics.safetensors", "metrics.jsonl", "last.safetensors", "best.safetensors", ".lock"])(
    "follows no link at %s, and leaves what it leads to as it is",
    async (name) => {
      const elsewhere = join(root, "elsewhere");
      if (existsSync(file(name))) renameSync(file(name), elsewhere);
      else writeFileSync(elsewhere, "a lock");
      appendFileSync(elsewhere, "more");
      const before = readFileSync(elsewhere);
      symlinkSync(elsewhere, file(name));
      const error = await failure(readAll());
      expect(error).toBeInstanceOf(AlexgradError);
      expect(String(error)).toContain(`${file(name)}: expected a file; got a symbolic link, which is not followed`);
      expect(readFileSync(elsewhere)).toEqual(before);
      rmSync(file(name));
      symlinkSync(join(root, "nowhere"), file(name));
      expect(String(await failure(readAll()))).toContain(`${file(name)}: expected a file; got a symbolic link`);
      expect(existsSync(join(root, "nowhere"))).toBe(false);
    },
  );

  it("waits for no pipe, and writes to no file with another name", async () => {
    rmSync(file("metrics.jsonl"));
    spawnSync("mkfifo", [file("metrics.jsonl")]);
    expect(String(await failure(readAll()))).toContain("metrics.jsonl: expected a file; it is a pipe");
    rmSync(file("metrics.jsonl"));
    const outside = join(root, "outside");
    cpSync(join(original, "metrics.jsonl"), outside);
    appendFileSync(outside, '{"event":"step"');
    linkSync(outside, file("metrics.jsonl"));
    const { size } = statSync(outside);
    using run = await Run.open(folder);
    await expect(run.resume()).rejects.toThrow(/metrics.jsonl: expected a file with one name; got one with 2/);
    await expect(run.log({})).rejects.toThrow("expected a file with one name");
    expect(statSync(outside).size).toBe(size);
  });

  it.each<[what: string, name: string, change: (text: string) => string, message: string]>([
    ["JSON cut off", "config.json", (t) => t.slice(0, 30), "config.json: is not JSON (line 3, column"],
    [
      "a stray sign",
      "config.json",
      (t) => t.replace("{", "{\n\n  x"),
      'is not JSON (line 3, column 3: unexpected "x")',
    ],
    [
      "a seed of text",
      "config.json",
      (t) => t.replace('"seed": 3', '"seed": "3"'),
      'config.json: seed: expected a whole number ≥ 0; got "3"',
    ],
    [
      "an infinite rate",
      "config.json",
      (t) => t.replace('"lr": 0.01', '"lr": 1e999'),
      "config.json: recipe.lr: expected a number from 0 to 1e9; got Infinity",
    ],
    [
      "a wide network",
      "config.json",
      (t) => t.replace('"width": 0.125', '"width": 1e6'),
      "expected at most 1073741824 parameters (4 GiB); got",
    ],
    [
      "huge images",
      "config.json",
      (t) => t.replaceAll(/32,\s+32\b/g, "1000000, 1000000"),
      "stored[1]: expected a whole number from 1 to 65535; got 1000000",
    ],
    [
      "large images",
      "config.json",
      (t) => t.replaceAll(/32,\s+32\b/g, "60000, 60000"),
      "stored: expected at most 268435456 numbers",
    ],
    [
      "another input",
      "config.json",
      (t) => t.replace(/("input": \[\s+3,\s+)32/, "$1 31"),
      "config.json: input: expected [3, 32, 32], as the pipeline makes it; got [3, 31, 32]",
    ],
    [
      "another field",
      "config.json",
      (t) => t.replace('"seed"', '"sead": 1, "seed"'),
      'expected no other fields than version, recipe, stored, input, classes, seed, data, machine, weights; got "sead"',
    ],
    ["a mebibyte", "config.json", (t) => t + " ".repeat(2 ** 20), "config.json: expected at most 1048576 bytes"],
    ["an event of no kind", "metrics.jsonl", (t) => t.replace('"step"', '"stop"'), "metrics.jsonl: line"],
    [
      "a loss of text",
      "metrics.jsonl",
      (t) => t.replace(/("event":"step".*?"loss":)[\d.]+/, '$1"low"'),
      'loss: expected a finite number; got "low"',
    ],
    [
      "another layer",
      "metrics.jsonl",
      (t) => t.replace(/"name":"conv2"(?!.*"name":"conv2")/s, '"name":"conv9"'),
      "of the first such line, in their order",
    ],
    [
      "a line that is no JSON",
      "metrics.jsonl",
      (t) => t.replace(":", ""),
      "metrics.jsonl: line 1: is not JSON (column",
    ],
    [
      "a very long line",
      "metrics.jsonl",
      (t) => `${" ".repeat(2 ** 21)}\n${t}`,
      "expected lines of at most 1048576 bytes",
    ],
  ])("refuses %s in %s by its place", async (_, name, change, message) => {
    edit(name, change);
    const error = await failure(readAll());
    expect(error).toBeInstanceOf(AlexgradError);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain("\n");
  });

  it.each<[what: string, change: (text: string) => string, message: string]>([
    [
      "half a step",
      (t) => t.replace(/"step":\d+/, '"step":1.5'),
      "position.step: expected a whole number ≥ 0; got 1.5",
    ],
    ["an epoch to come", (t) => t.replace(/"epoch":3/, '"epoch":9'), "position.epoch: expected at most 3; got 9"],
    [
      "an infinite sum",
      (t) => t.replace(/"lossSum":[\d.]+/, '"lossSum":1e999'),
      "position.lossSum: expected a finite number",
    ],
    ["an infinite rate", (t) => t.replace(/"lr":[^,]+/, '"lr":1e300'), "optimizer.lr: expected a number from 0 to"],
    [
      "steps of text",
      (t) => t.replace(/"steps":\[\d+/, '"steps":["1"'),
      'optimizer.steps[0]: expected a whole number ≥ 0; got "1"',
    ],
    [
      "no schedule",
      (t) => t.replace(/"schedule":{[^}]*}/, '"schedule":null'),
      "schedule: expected an object; got null",
    ],
    [
      "bytes within a line",
      (t) => t.replace(/"metricsBytes":\d+/, '"metricsBytes":7'),
      "progress.metricsBytes: expected where a line",
    ],
    ["no progress", (t) => t.replace('"progress"', '"regress"'), "expected no other fields than position, optimizer"],
    ["no JSON", (t) => t.slice(1), "is not JSON (column"],
  ])("refuses a checkpoint with %s, and leaves the folder as it is", async (_, change, message) => {
    await editMetadata(change);
    const before = readFileSync(file("metrics.jsonl"));
    const error = String(await failure(readAll()));
    expect(error).toContain(`${file("last.safetensors")}: ${message}`);
    expect(error).not.toContain("\n");
    expect(readFileSync(file("metrics.jsonl"))).toEqual(before);
  });

  it("refuses statistics that are not of its images", async () => {
    const path = file("statistics.safetensors");
    const { tensors } = await loadSafetensors(path);
    const save = (name: string, values: number[] | null) => {
      const changed = new Map<string, TensorData>(tensors);
      if (values === null) changed.delete(name);
      else changed.set(name, { shape: [values.length], data: Float64Array.from(values) });
      return saveSafetensors(path, changed, seal(changed));
    };
    for (const [name, values, message] of [
      ["std", [1, 0, 1], "std: expected numbers above 0; got 1, 0, 1"],
      ["std", [1, Number.NaN, 1], '"std"[1]: expected a finite number; got NaN'],
      ["mean", [1, 1], "mean: expected 3 numbers; got 2"],
      ["meanImage", null, "expected meanImage for this pipeline"],
      ["pca.values", null, "expected pca.values and pca.vectors, or neither"],
      ["more", [1], 'expected no other tensors than mean, std, meanImage, pca.values, pca.vectors; got "more"'],
    ] as const) {
      await save(name, values && [...values]);
      await expect(Run.open(folder)).rejects.toThrow(`${path}: ${message}`);
    }
  });

  it.each(["last.safetensors", "best.safetensors", "statistics.safetensors"])(
    "refuses %s if a bit of it changed",
    async (name) => {
      const bytes = readFileSync(file(name));
      for (const at of [bytes.length - 5, bytes.indexOf('"sha256":"') + 20]) {
        const changed = Buffer.from(bytes);
        changed[at] ^= 1;
        writeFileSync(file(name), changed);
        await expect(readAll()).rejects.toThrow(`${file(name)}: `);
      }
      writeFileSync(file(name), bytes);
      await readAll();
    },
  );

  it("refuses weights that are not finite, unless they are asked for", async () => {
    const path = file("best.safetensors");
    const { tensors } = await loadSafetensors(path);
    tensors.get("features.0.weight")!.data[5] = Number.NaN;
    await saveSafetensors(path, tensors);
    const message = `${path}: "features.0.weight"[5]: expected a finite number; got NaN`;
    await expect(readAll()).rejects.toThrow(message);
    await readAll(true);
  });

  it("reads what a killed process left, without its last half line, and cuts that off", async () => {
    const before = readFileSync(file("metrics.jsonl"));
    appendFileSync(file("metrics.jsonl"), '{"event":"st');
    await readAll();
    expect(readFileSync(file("metrics.jsonl"))).toEqual(before);
    // After a power cut the file may be shorter than the checkpoint says.
    writeFileSync(file("metrics.jsonl"), before.subarray(0, before.length - 5));
    await readAll();
    const left = readFileSync(file("metrics.jsonl"), "utf8");
    expect(left.endsWith("\n")).toBe(true);
    expect(left.split("\n").length).toBe(before.toString().split("\n").length - 1);
  });

  it("answers damage anywhere with one line that names a file, or reads it", { timeout: 120_000 }, async () => {
    const rng = new Rng(1);
    const names = readdirSync(original);
    const whole = new Map(names.map((name) => [name, readFileSync(join(original, name))]));
    const outcomes = { read: 0, refused: 0 };
    const snippets = ["null", "-1", "1e999", "{}", "[]", '"', "\\", "9007199254740993", "\n", "\0", '"__proto__":{},'];
    for (let round = 0; round < 500; round++) {
      const name = names[rng.int(names.length)];
      const bytes = whole.get(name)!;
      // The head of a safetensors file: the rest is weights.
      const at = rng.int(Math.min(bytes.length, name.endsWith("safetensors") ? 6000 : bytes.length));
      const length = rng.int(4) === 0 ? rng.int(200) : rng.int(3);
      const middle =
        rng.int(2) === 0
          ? Buffer.from(snippets[rng.int(snippets.length)])
          : Buffer.from(Uint8Array.from({ length }, () => rng.int(256)));
      const cut = rng.int(20) === 0;
      const mutant = Buffer.concat([bytes.subarray(0, at), middle, ...(cut ? [] : [bytes.subarray(at + length)])]);
      writeFileSync(file(name), mutant);
      const error = await failure(readAll(true));
      if (error === null) outcomes.read++;
      else {
        outcomes.refused++;
        expect(error, `round ${round}: ${error instanceof Error ? error.stack : error}`).toBeInstanceOf(AlexgradError);
        expect(String(error).split("\n"), `round ${round}`).toHaveLength(1);
      }
      // What a resumed run may cut off, besides.
      for (const changed of [name, "metrics.jsonl"]) writeFileSync(file(changed), whole.get(changed)!);
    }
    expect(new Map(readdirSync(folder).map((name) => [name, readFileSync(file(name))]))).toEqual(whole);
    expect(outcomes.refused).toBeGreaterThan(300);
  });
});

describe("a run's lock", () => {
  it("keeps a second writer out, and nothing is written", async () => {
    using first = await Run.open(folder);
    await first.resume();
    const before = readFileSync(file("metrics.jsonl"));
    using second = await Run.open(folder);
    await expect(second.resume()).rejects.toThrow(
      `${folder}: process ${process.pid} is writing to this run; wait until it has ended, or end it`,
    );
    await expect(second.log({})).rejects.toThrow("expected a run that was created or resumed");
    expect(readFileSync(file("metrics.jsonl"))).toEqual(before);
    first.close();
    await second.resume();
    expect(existsSync(file(".lock"))).toBe(true);
    second.close();
    expect(existsSync(file(".lock"))).toBe(false);
  });

  it.each([
    [
      "of a process that has ended",
      () => JSON.stringify({ pid: spawnSync("true").pid, host: hostname(), started: "1 x" }),
    ],
    [
      "whose pid another process has by now",
      () => JSON.stringify({ pid: process.ppid, host: hostname(), started: "1 x" }),
    ],
    ["that is garbage", () => "\0"],
    ["that is empty", () => ""],
  ])("%s is taken over by one of many, with a line", async (_, content) => {
    writeFileSync(file(".lock"), content());
    const lines: string[] = [];
    const runs = await Promise.all(Array.from({ length: 8 }, () => Run.open(folder)));
    const results = await Promise.allSettled(runs.map((run) => run.lock((line) => lines.push(line))));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\.lock: a lock was left here \(.*\); taken over$/);
    for (const run of runs) run.close();
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("of another host is left alone", async () => {
    writeFileSync(file(".lock"), JSON.stringify({ pid: 1, host: "elsewhere", started: null }));
    using run = await Run.open(folder);
    await expect(run.resume()).rejects.toThrow(
      `process 1 on "elsewhere" is writing to this run; if it no longer runs, delete`,
    );
  });

  it("of a live process is respected until that is killed", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const killed = new Promise((resolve) => child.on("close", resolve));
    writeFileSync(file(".lock"), JSON.stringify({ pid: child.pid, host: hostname(), started: null }));
    using run = await Run.open(folder);
    await expect(run.lock()).rejects.toThrow(`process ${child.pid} is writing`);
    child.kill("SIGKILL");
    await killed;
    await run.lock();
  });
});
