import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode as decodePng, encode as encodePng } from "fast-png";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSafetensors } from "../../src/io/safetensors.node.ts";
import { alexgrad, alexgradHere, shell } from "./alexgrad.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("usage", () => {
  it("shows help: on request with code 0, for want of a command with code 2", async () => {
    const asked = await alexgrad(["--help"]);
    const none = await alexgrad([]);
    expect([asked.code, none.code]).toEqual([0, 2]);
    for (const command of [
      "train",
      "eval",
      "classify",
      "export",
      "compare",
      "visualize",
      "lr-find",
      "study",
      "summary",
      "gradcheck",
      "bench",
      "info",
    ])
      expect(asked.out).toContain(command);
    expect((await alexgradHere(["help"])).out).toBe(asked.out);
  });

  it.each(["train", "eval", "study", "gradcheck"])("shows the help of %s in 80 columns", async (command) => {
    const { code, out } = await alexgrad([command, "--help"]);
    expect([code, out]).toEqual([0, expect.stringContaining("--device <name>")]);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect((await alexgradHere(["help", command])).out).toBe(out);
  });

  it("says its version", async () => {
    const said = { code: 0, out: expect.stringMatching(/^alexgrad\/\d+\.\d+\.\d+ /) };
    expect(await alexgrad(["-v"])).toMatchObject(said);
    expect(await alexgradHere(["--version"])).toMatchObject(said);
  });

  it.each([
    [["train", "--data", "0x10"], "0x10: does not exist"],
    [["train", "--data", "2024.10"], "2024.10: does not exist"],
    [["eval", "--checkpoint", "002"], "002/config.json: does not exist"],
    [["classify", "--json", "42"], "--checkpoint: expected the folder of a training run"],
  ])("keeps the text of %j as it was typed", async (args, message) => {
    expect((await alexgradHere(args)).err).toContain(message);
  });

  it.each([
    [["fly"], "unknown command 'fly'; see --help"],
    [["trian"], "unknown command 'trian' (Did you mean train?)"],
    [["train", "--epoch", "3"], "unknown option '--epoch' (Did you mean --epochs?)"],
    [["train", "--epochs", "-1"], "--epochs: expected a whole number from 1 to 100000000; got -1"],
    [["train", "--epochs", "0x10"], "--epochs: expected a whole number from 1 to 100000000; got 0x10"],
    [["train", "--seed", "1", "--seed", "2"], "--seed: expected it once"],
    [["train", "more"], "too many arguments"],
    [["train", "--epochs", "many"], "--epochs: expected a whole number from 1 to 100000000; got many"],
    [["train", "--epochs", "1.5"], "--epochs: expected a whole number from 1 to 100000000; got 1.5"],
    [["train", "--lr=-1"], "--lr: expected a number from 0 to 1e+38; got -1"],
    [["train", "--optimizer", "lbfgs"], "--optimizer: expected one of sgd, adagrad, adam, adamw, muon; got lbfgs"],
    [["train", "--device", "tpu"], "--device: expected one of auto, cpu, gpu, reference; got tpu"],
    [["train", "--model", "vgg"], "no such network: vgg; there are paper2012, code2012"],
    [["summary"], "missing required argument 'model'"],
    [["summary", "paper2012", "--input", "224"], "--input: expected 3 sizes such as 3x224x224; got 224"],
    [["summary", "paper2012", "--time", "--tape"], "--time: expected it without --tape"],
    [["summary", "paper2012", "--batch", "8"], "--batch: expected it with --time"],
    [["summary", "paper2012", "--tape", "--threads", "1"], "--threads: expected it with --time"],
    [["summary", "lenet5", "--time", "--batch", "0"], "--batch: expected a whole number from 1"],
    [["gradcheck", "conv3d"], "no such operator: conv3d; there are add, sub"],
    [["gradcheck", "pad", "--sizes", "alexnet"], "--sizes: AlexNet has no pad"],
    [["gradcheck", "--mode", "fast"], "--mode: expected one of full, directional; got fast"],
    [["gradcheck", "--order", "3"], "--order: expected a whole number from 1 to 2; got 3"],
    [["train", "--lr", ""], 'an empty argument: ""'],
    [["train", "--lr="], 'an empty argument: "--lr="'],
    [["train", "--limit", "20", "--crop", "32"], "--crop: expected less than the images' 32 pixels; got 32"],
    [["train", "--resume", "run", "--lr", "3"], "--resume: the run keeps its own settings; got --lr too"],
    [["train", "--resume", "run", "--seed", "3"], "--resume: the run keeps its own settings; got --seed too"],
    [["train", "--minutes", "1", "--epochs", "3"], "--minutes: expected it without --epochs, which it chooses"],
    [["gradcheck", "relu", "--order", "1", "--path", "abc"], "--path: expected a path such as 4:0:1"],
    [["eval"], "--checkpoint: expected the folder of a training run"],
    [["eval", "--no-orient"], "--no-orient: expected it with --data; the run's own images are measured as it had them"],
  ])("%j is bad usage", async (args, message) => {
    const { code, err, out } = await alexgradHere(args);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect([code, out]).toEqual([2, ""]);
  });

  it.each([
    [["trian"]],
    [["train", "--epochs", "-1"]],
    [["train", "--limit", "20", "--crop", "32"]],
    [["gradcheck", "conv3d"]],
  ])("%j: a process of its own says the same, and no more", async (args) => {
    expect(await alexgrad(args)).toEqual(await alexgradHere(args));
  });
});

describe("failures", () => {
  it.each([
    [["train", "--data", "/no/such/folder"], "/no/such/folder: does not exist"],
    [["eval", "--checkpoint", "/no/such/run"], "/no/such/run/config.json: does not exist"],
    [["train", "--limit", "20", "--out", "/dev/null/run"], "/dev/null/run: cannot be made"],
    [["summary", "paper2012", "--input", "3x20x20"], "paper2012 "],
  ])("%j is one clear line and code 1", async (args, message) => {
    const { code, err, out } = await alexgradHere(args);
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect([code, out]).toEqual([1, ""]);
  });

  it("a learning rate that makes the loss explode", async () => {
    const { code, err } = await alexgrad(["train", "--limit", "64", "--lr", "1e9", "--out", join(folder, "explodes")]);
    expect(err).toMatch(
      /train: step \d+ \(epoch \d+\): the loss is \w+: \w+: .* are NaN or infinite; try a lower learning rate/,
    );
    expect(code).toBe(1);
  });

  it("damaged data, before anything is written", async () => {
    const data = join(folder, "damaged");
    const out = join(folder, "not-made");
    mkdirWith(data, { "train-images-idx3-ubyte": "\0\0\u0008\u0003\0\0\0\u0005", "train-labels-idx1-ubyte": "" });
    const { code, err } = await alexgradHere(["train", "--data", data, "--out", out]);
    expect(err).toMatch(/^alexgrad: .*train-(images-idx3|labels-idx1)-ubyte: .*\n$/);
    expect(code).toBe(1);
    expect(readdirSync(folder)).not.toContain("not-made");
  });
});

describe("images that cannot be decoded", () => {
  const white = encodePng({ width: 8, height: 8, data: new Uint8Array(256).fill(255) });
  const tree = Object.fromEntries(
    ["cat", "dog"].flatMap((name) => [0, 1, 2, 3].map((i) => [`${name}-${i}.png`, white])),
  );
  const write = (data: string) => {
    for (const [name, bytes] of Object.entries({ ...tree, "dog-1.png": tree["dog-1.png"].subarray(0, 40) })) {
      const [label] = name.split("-");
      mkdirSync(join(data, label!), { recursive: true });
      writeFileSync(join(data, label!, name), bytes);
    }
  };

  it("end the training, or are counted, named and left out", { timeout: 30_000 }, async () => {
    const data = join(folder, "spoilt");
    write(data);
    const args = ["train", "--data", data, "--hold-out", "1", "--epochs", "1", "--batch", "2"];
    const failed = await alexgrad([...args, "--out", join(folder, "spoilt-fail")]);
    expect([failed.code, failed.err]).toEqual([1, expect.stringMatching(/dog-1\.png: is no PNG that can be decoded/)]);
    const skipped = await alexgrad([...args, "--on-error", "skip", "--out", join(folder, "spoilt-skip")]);
    expect([skipped.code, skipped.err]).toEqual([
      0,
      expect.stringMatching(/images left out that cannot be decoded: 1\n {2}.*dog-1\.png: is no PNG/),
    ]);
  });
});

describe("summary, gradcheck and info", () => {
  it("print JSON", async () => {
    const summary = JSON.parse((await alexgradHere(["summary", "paper2012", "--json"])).out);
    expect(summary.totals).toMatchObject({ parameters: 60_965_224, macs: 724_406_816 });
    const tape = JSON.parse((await alexgradHere(["summary", "paper2012", "--tape", "--json"])).out);
    expect(tape.steps).toHaveLength(43);
    expect(tape.steps[0]).toMatchObject({ op: "mean", shape: [], isLeaf: false, isFreed: false });
    expect(tape.steps.at(-1)).toMatchObject({ id: tape.parameters["features.0.weight"], shape: [96, 3, 11, 11] });
    const check = JSON.parse((await alexgradHere(["gradcheck", "relu", "--cases", "3", "--json"])).out);
    expect(check.passed).toBe(true);
    expect(check.reports).toMatchObject([
      { op: "relu", layer: "relu1", passed: true },
      { op: "relu", order: 1, status: "passed", cases: 3, kinks: 0 },
      { op: "relu", order: 2, status: "passed", cases: 3, kinks: 0 },
    ]);
    expect(check.reports[1].coverage).toContainEqual(expect.objectContaining({ op: "relu", attribute: "rank" }));
    expect(JSON.parse((await alexgradHere(["info", "--json"])).out).node).toBe(process.version);
  });

  it("print tables", async () => {
    expect((await alexgradHere(["summary", "torchvision"])).out).toContain("61,100,840");
    const tape = (await alexgrad(["summary", "paper2012", "--tape"])).out;
    expect(tape).toMatch(/^#38 +linear +1×1000 +x #37, w #14, bias #15 +x, w +15\.6 MiB$/m);
    expect(tape).toMatch(/^#0 +leaf +96×3×11×11 +features\.0\.weight$/m);
    expect(tape).toContain("Saved: 238.0 MiB, each buffer counted once; 232.5 MiB of it in named tensors.");
    expect(tape.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect((await alexgradHere(["gradcheck", "conv2d", "--cases", "2", "--sizes", "small"])).out).toMatch(
      /conv2d {2}order 1 {2}2 cases.*ok/,
    );
    const device = await alexgrad(["gradcheck", "relu", "--device", "cpu", "--cases", "2", "--order", "1"]);
    expect(device.out).toMatch(/relu {2}AlexNet +relu1.*ok/);
    expect(device.out).toContain("1 operator, order 1, 2 random cases; 1 layer of AlexNet at its own size");
  });
});

describe("summary --time", () => {
  const small = ["summary", "alexnet-small", "--width", "0.25", "--time", "--batch", "2"];

  it("has each layer's time beside its costs, and their sums", async () => {
    const { out } = await alexgradHere([...small, "--device", "reference", "--json"]);
    const { time, ...summary } = JSON.parse(out);
    expect(summary).toEqual(JSON.parse((await alexgradHere([...small.slice(0, 4), "--json"])).out));
    expect(time).toMatchObject({ device: "reference", batch: 2, rounds: 5 });
    const names = (layers: readonly { name: string }[]) => layers.map(({ name }) => name);
    expect(names(time.layers)).toEqual(names(summary.layers));
    for (const pass of ["forwardMs", "backwardMs"]) {
      const all: number[] = time.layers.map((layer: Record<string, number>) => layer[pass]);
      for (const ms of [...all, time.step[pass]]) expect(ms).toBeGreaterThan(0);
      expect(time.sum[pass]).toBeCloseTo(
        all.reduce((sum, ms) => sum + ms, 0),
        6,
      );
    }
  });

  it("prints shares of the time, of multiplications and of parameters", async () => {
    const { out, code } = await alexgradHere([...small, "--threads", "1"]);
    expect(code).toBe(0);
    expect(out).toContain("alexnet-small: 2 images of 3×32×32, on cpu, 1 thread");
    expect(out).toMatch(/^conv2 +conv .* m?µ?s +[\d.]+ %( +[\d.]+ %){2}$/m);
    expect(out).toMatch(/^relu2 +relu .* m?µ?s +[\d.]+ %$/m);
    const shares = Array.from(out.matchAll(/s +([\d.]+) %/g), ([, share]) => Number(share));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, -1);
    expect(out).toContain("All at once, with the loss: ");
    expect(out.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });
});

it("nothing of Dawn's is seen where there is no adapter", async () => {
  const { code, out, err } = await shell("VK_DRIVER_FILES=/nowhere $alexgrad info");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^adapters +none: gpu: no WebGPU adapter was found$/m);
});

describe("gradcheck --junit", () => {
  it("writes the results as XML, and says at once where it cannot", async () => {
    const file = join(folder, "results.xml");
    await alexgrad(["gradcheck", "neg", "--cases", "2", "--junit", file]);
    const xml = readFileSync(file, "utf8");
    expect(xml).toContain('<testsuite name="alexgrad gradcheck" tests="2" failures="0"');
    expect(xml).toContain('<testcase name="order 1" classname="neg"');
    const below = join(file, "results.xml");
    const { code, err } = await alexgradHere(["gradcheck", "neg", "--junit", below]);
    expect([code, err]).toEqual([1, expect.stringContaining(`cannot write ${below}: its folder is a file`)]);
  });
});

describe("train and eval", () => {
  const small = ["--limit", "60", "--epochs", "2", "--batch", "20"];
  const long = ["--limit", "100", "--epochs", "6", "--batch", "20", "--save-every", "0"];
  let whole: Promise<string> | undefined;
  /** The folder of a long run that nothing befell. */
  const trainWhole = () => {
    whole ??= alexgrad(["train", ...long, "--out", join(folder, "whole")]).then(({ code }) => {
      expect(code).toBe(0);
      return join(folder, "whole");
    });
    return whole;
  };
  const readMetrics = (run: string) =>
    readFileSync(join(run, "metrics.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  /** All but times. */
  const repeatable = (run: string) => readMetrics(run).map(({ imagesPerSecond: _, seconds: __, ...event }) => event);

  it("leave a run that eval reads, the same on every rerun", async () => {
    const [first, second] = [join(folder, "first"), join(folder, "second")];
    const trained = await alexgrad(["train", ...small, "--crop", "2", "--flip", "--out", first, "--json"]);
    expect(trained).toMatchObject({ code: 0 });
    const result = JSON.parse(trained.out);
    expect(result).toMatchObject({ run: first, epochs: 2, outcome: "done", validation: { count: 60 } });
    expect(readdirSync(first).sort()).toEqual([
      "best.safetensors",
      "config.json",
      "last.safetensors",
      "metrics.jsonl",
      "report.html",
      "statistics.safetensors",
    ]);

    const metrics = readMetrics(first);
    expect(metrics.map(({ event, epoch, step }) => [event, epoch, step])).toEqual([
      ["layers", 1, 1],
      ["step", 1, 1],
      ["step", 1, 2],
      ["step", 1, 3],
      ["epoch", 1, 3],
      ["step", 2, 4],
      ["step", 2, 5],
      ["step", 2, 6],
      ["epoch", 2, 6],
    ]);
    expect(metrics.at(-1).validation).toEqual(result.validation);

    const { tensors } = await loadSafetensors(join(first, "best.safetensors"));
    expect([...tensors.keys()].slice(-2)).toEqual(["features.8.bias", "features.8.weight"]);
    expect(tensors.get("features.0.weight")!.shape).toEqual([16, 3, 5, 5]);

    const evaluated = JSON.parse((await alexgrad(["eval", "--checkpoint", first, "--json"])).out);
    expect(Object.keys(evaluated)).toEqual(["count", "loss", "top1", "top5"]);
    const { validation } = metrics.find(({ event, epoch }) => event === "epoch" && epoch === result.best.epoch);
    expect(evaluated).toMatchObject({ count: 60, top1: validation.top1, top5: validation.top5 });
    expect(evaluated.loss).toBeCloseTo(validation.loss, 5);
    const other = ["--data", "builtin", "--limit", "60", "--json"];
    expect(JSON.parse((await alexgradHere(["eval", "--checkpoint", first, ...other])).out)).toEqual(evaluated);
    const fewer = await alexgradHere(["eval", "--checkpoint", first, "--limit", "7", "--json"]);
    expect(JSON.parse(fewer.out).count).toBe(7);
    const mirrored = await alexgradHere(["eval", "--checkpoint", first, "--views", "mirrored", "--json"]);
    expect(JSON.parse(mirrored.out).loss).not.toBe(evaluated.loss);
    const cut = await alexgradHere(["eval", "--checkpoint", first, "--views", "ten-crop"]);
    expect(cut).toMatchObject({ code: 1, err: expect.stringContaining("cuts from the middle") });

    await alexgrad(["train", ...small, "--crop", "2", "--flip", "--out", second]);
    expect(repeatable(second)).toEqual(repeatable(first));
    expect(readFileSync(join(second, "best.safetensors"))).toEqual(readFileSync(join(first, "best.safetensors")));
  });

  it("train for as many epochs as fit into some minutes", async () => {
    const out = join(folder, "minutes");
    const { code, err } = await alexgrad(["train", "--limit", "60", "--minutes", "0.1", "--out", out]);
    expect(code).toBe(0);
    const { recipe } = JSON.parse(readFileSync(join(out, "config.json"), "utf8"));
    expect(err).toMatch(new RegExp(`an epoch takes about [\\d:]+: ${recipe.epochs} of them in 0.1 minutes`));
    const epochs = readMetrics(out).filter(({ event }) => event === "epoch");
    expect(epochs.at(-1).epoch).toBe(recipe.epochs);
  });

  it("say when not even one epoch fits into the minutes", async () => {
    const out = join(folder, "no-minutes");
    const { code, err } = await alexgradHere(["train", "--limit", "60", "--minutes", "0.0001", "--out", out]);
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/an epoch takes about [\d:]+, and less is left of the 0.0001 minutes: one is trained/),
    ]);
  });

  it("go on from any folder, with images that were moved, and with more epochs", { timeout: 60_000 }, async () => {
    const images = join(folder, "images");
    for (const [label, level] of [
      ["bright", 200],
      ["dark", 50],
    ] as const) {
      const image = (i: number) => encodePng({ width: 8, height: 8, data: new Uint8Array(256).fill(level + i) });
      for (const part of ["train", "test"]) {
        mkdirSync(join(images, part, label), { recursive: true });
        for (let i = 0; i < 5; i++) writeFileSync(join(images, part, label, `${i}.png`), image(i));
      }
    }
    const short = ["train", "--batch", "4", "--schedule", "constant"];
    await alexgradHere([...short, "--data", images, "--epochs", "3", "--out", join(folder, "three")]);
    expect(await alexgrad([...short, "--data", images, "--epochs", "1", "--out", join(folder, "one")])).toMatchObject({
      code: 0,
    });
    renameSync(images, join(folder, "moved"));
    const lost = await alexgradHere(["eval", "--checkpoint", join(folder, "one")]);
    expect([lost.code, lost.err]).toEqual([
      1,
      expect.stringContaining("if the images were moved, train --resume RUN --data PATH notes where they are"),
    ]);
    const resume = ["train", "--resume", "one", "--epochs", "3"];
    expect(await alexgradHere(resume, folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining("if the images were moved"),
    });
    expect(await alexgrad([...resume, "--data", "moved"], undefined, [], folder)).toMatchObject({ code: 0 });
    expect(repeatable(join(folder, "one"))).toEqual(repeatable(join(folder, "three")));
    const { recipe, data } = JSON.parse(readFileSync(join(folder, "one", "config.json"), "utf8"));
    expect([recipe.epochs, data.path]).toEqual([3, join(folder, "moved")]);
    expect(await alexgradHere(["train", "--resume", "one", "--epochs", "2"], folder)).toMatchObject({
      code: 2,
      err: "alexgrad: --epochs: expected no fewer than the 3 that the run has; got 2\n",
    });
    writeFileSync(
      join(folder, "moved", "train", "dark", "0.png"),
      encodePng({ width: 8, height: 8, data: new Uint8Array(256) }),
    );
    expect(await alexgradHere(["train", "--resume", "one"], folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining("these are no longer the images that one was trained on"),
    });
  });

  it("lr-find draws the curve and suggests a rate, or says what to do and fails", async () => {
    const flags = ["lr-find", "--limit", "60", "--batch", "20", "--steps", "20"];
    const falling = [...flags, "--model", "lenet5", "--optimizer", "adam", "--from", "1e-4", "--to", "0.1"];
    const found = await alexgrad(falling);
    expect(found).toMatchObject({ code: 0, out: expect.stringMatching(/← steepest.*Train with about --lr/s) });
    const { code, out, err } = await alexgradHere([...flags, "--from", "1e-9", "--to", "1e-8"]);
    expect([code, err]).toEqual([1, expect.stringContaining("The loss does not fall at any of these rates.")]);
    expectColumns(found.out + out + err, 80);
    const json = await alexgradHere([...flags, "--from", "1e-9", "--to", "1e-8", "--json"]);
    expect([json.code, JSON.parse(json.out).suggestion]).toEqual([1, null]);
  });

  it("a study leaves its table, its curves and every training, and ends with its budget", async () => {
    const out = join(folder, "study");
    const flags = ["--limit", "60", "--epochs", "1", "--seeds", "3", "--budget", "0", "--out", out];
    const shown = await alexgrad(["study", "pooling", ...flags]);
    expect(shown).toMatchObject({ code: 0, out: expect.stringMatching(/overlapping +\d/) });
    const { study, runs, answers, condition } = JSON.parse(readFileSync(join(out, "results.json"), "utf8"));
    expect([study, condition.images, condition.seeds]).toEqual(["pooling", 60, 3]);
    expect(runs.map(({ variant, seed }: { variant: string; seed: number }) => [variant, seed])).toEqual([
      ["overlapping", 0],
      ["disjoint", 0],
      ["overlapping", 1],
      ["disjoint", 1],
    ]);
    const report = readFileSync(join(out, "report.html"), "utf8");
    for (const text of [
      "Validation error",
      "Gradients by layer",
      "Differences by pair",
      answers[0].sentence.slice(-20),
    ]) {
      expect(report).toContain(text);
    }
    expect(shown.out.replace(/\s+/g, " ")).toContain(answers[0].sentence);
    expect(shown.out.replace(/\s+/g, " ")).toContain("60 images in place of 5000");
    expectColumns(shown.out.replace(out, "runs/x") + shown.err, 80);
    expect(await alexgradHere(["study", "pooling", "--seeds", "1"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("--seeds: expected 2 at least"),
    });
    expect(await alexgradHere(["study", "pooling", ...flags])).toMatchObject({
      code: 1,
      err: expect.stringContaining("expected a new or empty folder"),
    });
  });

  it("go on after a kill, to the same weights; classify, compare and visualize read the run", async () => {
    const [whole, killed] = [await trainWhole(), join(folder, "killed")];
    let sent = false;
    const dead = await alexgrad(["train", ...long, "--out", killed], (child, soFar) => {
      if (!sent && soFar.includes("epoch 1/6")) sent = child.kill("SIGKILL");
    });
    expect(dead.code).toBeNull();
    const resumed = await alexgrad(["train", "--resume", killed, "--threads", "1"]);
    expect(resumed).toMatchObject({ code: 0 });
    expect(repeatable(killed)).toEqual(repeatable(whole));
    expect(readFileSync(join(killed, "best.safetensors"))).toEqual(readFileSync(join(whole, "best.safetensors")));
    expect(readFileSync(join(killed, "report.html"), "utf8")).not.toMatch(/(src|href)="http/);

    const out = join(folder, "pictures");
    const drawn = await alexgrad(["visualize", "--checkpoint", whole, "--out", out]);
    expect(drawn.out).toContain("conv1-filters.png");
    const image = join(out, "conv1-filters.png");
    const maps = await alexgradHere(["visualize", "--checkpoint", whole, "--image", image, "--out", out, "--json"]);
    const written: { file: string; width: number; height: number }[] = JSON.parse(maps.out);
    expect(written.map(({ file }) => file)).toContain(join(out, "conv5.png"));
    expect(drawn.out).toContain(join(out, "index.html"));
    const index = readFileSync(join(out, "index.html"), "utf8");
    expect(index).toContain("as the network gets it: 3×32×32");
    expect(index).toMatch(/conv1: 16 channels of 16×16.*>15: [−\d.e]+ to [\d.e]+</s);
    expect([...index.matchAll(/href="([^"]*)"/g)].map(([, file]) => join(out, file!)).sort()).toEqual(
      written.map(({ file }) => file).sort(),
    );
    for (const { file, width, height } of written) {
      expect(decodePng(readFileSync(file))).toMatchObject({ width, height });
    }
    const said = await alexgradHere(["classify", image, "/no/image.png", "--checkpoint", whole, "--json"]);
    const [{ file, classes }] = JSON.parse(said.out);
    expect([said.code, file, classes.length]).toEqual([1, image, 5]);
    expect(said.err).toContain("/no/image.png: cannot be read");
    const compared = await alexgrad(["compare", whole, killed, "--out", join(folder, "compared.html")]);
    expect(compared.out).toMatch(/^ +whole +killed\nbest accuracy/);
    expectColumns(compared.out, 80);
  });

  it("end on a full disk, and go on from there", async () => {
    const [whole, full, disk] = [await trainWhole(), join(folder, "full"), join(folder, "disk")];
    // From the moment that a file says so, nothing can be appended to any other.
    writeFileSync(
      `${disk}.mjs`,
      `import { existsSync } from "node:fs";
       import { open } from "node:fs/promises";
       const file = await open(process.execPath);
       const handle = Object.getPrototypeOf(file);
       await file.close();
       const { appendFile } = handle;
       handle.appendFile = async function (...args) {
         if (existsSync(${JSON.stringify(disk)})) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
         return appendFile.apply(this, args);
       };`,
    );
    const { code, err } = await alexgrad(
      ["train", ...long, "--out", full],
      (_, soFar) => {
        if (soFar.includes("epoch 1/6")) writeFileSync(disk, "full");
      },
      ["--import", `${disk}.mjs`],
    );
    expect(err).toContain(`cannot write ${join(full, "metrics.jsonl")}: the disk is full`);
    expect(err).toContain(`alexgrad train --resume ${full}`);
    expect(code).toBe(1);
    expect(await alexgrad(["train", "--resume", full])).toMatchObject({ code: 0 });
    expect(readFileSync(join(full, "best.safetensors"))).toEqual(readFileSync(join(whole, "best.safetensors")));
  });

  it("refuse a folder that holds something", async () => {
    const taken = join(folder, "taken");
    mkdirWith(taken, { "thesis.txt": "years of work" });
    const { code, err } = await alexgradHere(["train", ...small, "--out", taken]);
    expect(err).toContain("taken: expected a new or empty folder");
    expect(code).toBe(1);
    expect(readdirSync(taken)).toEqual(["thesis.txt"]);
  });

  it("stop on Ctrl-C after the step under way, with the weights saved", async () => {
    const out = join(folder, "interrupted");
    let sent = false;
    const {
      code,
      err,
      out: text,
    } = await alexgrad(["train", "--epochs", "1000", "--limit", "60", "--out", out], (child, soFar) => {
      if (!sent && soFar.includes("epoch 1/1000")) sent = child.kill("SIGINT");
    });
    expect(err).toContain("stopping after this step");
    expect(text).toContain("Interrupted after");
    expect(code).toBe(130);
    expect(text).toContain(`alexgrad train --resume ${out}`);
    expect(readdirSync(out)).toContain("last.safetensors");
  });

  it("say which classes a checkpoint expects when the data has others", async () => {
    const run = join(folder, "other-classes");
    cpSync(await trainWhole(), run, { recursive: true });
    const config = JSON.parse(readFileSync(join(run, "config.json"), "utf8"));
    writeFileSync(
      join(run, "config.json"),
      JSON.stringify({ ...config, classes: ["cat", ...config.classes.slice(1)] }),
    );
    const { code, err } = await alexgradHere(["eval", "--checkpoint", run, "--data", "builtin", "--limit", "10"]);
    expect(err).toMatch(/eval: expected images 3×32×32 of the classes cat, .*; got builtin/);
    expect(code).toBe(1);
    writeFileSync(join(run, "config.json"), "{");
    expect((await alexgradHere(["eval", "--checkpoint", run])).err).toContain("config.json: is not JSON");
  });
});

function expectColumns(text: string, most: number): void {
  expect(text.split("\n").filter((line) => line.length > most)).toEqual([]);
}

function mkdirWith(path: string, files: Record<string, string>): void {
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text, "latin1");
}
