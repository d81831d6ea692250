import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSafetensors, saveSafetensors } from "../../src/io/index.node.ts";
import type { StepEvent, TrainEvent } from "../../src/train/index.ts";
import { alexgradHere } from "../cli/alexgrad.ts";
import { python, whyNotLive } from "./python.ts";

const folder = mkdtempSync(join(tmpdir(), "alexgrad-"));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command and says what it printed. */
async function alexgrad(...args: string[]): Promise<string> {
  const { code, out, err } = await alexgradHere(args);
  expect(code, err).toBe(0);
  return out;
}

async function refusal(...args: string[]): Promise<string> {
  const { code, err } = await alexgradHere(args);
  expect(code).not.toBe(0);
  return err;
}

/** Shifted and mirrored digits of the built-in kind, two epochs of five steps, no dropout. */
const small = ["--limit", "60", "--batch", "12", "--crop", "2", "--flip", "--dropout", "0", "--workers", "0"];

beforeAll(() => alexgrad("train", ...small, "--epochs", "2", "--out", at("run")));

const weightsOf = async (name: string) => (await loadSafetensors(join(at(name), "last.safetensors"))).tensors;

/** @param prefix what names begin with that are compared. Default: any, the optimizer's too. */
async function expectSameTensors(one: string, other: string, tolerance: number, prefix = ""): Promise<void> {
  const [a, b] = [await weightsOf(one), await weightsOf(other)];
  expect(new Set(a.keys())).toEqual(new Set(b.keys()));
  const compared = [...a].filter(([name]) => name.startsWith(prefix));
  expect(compared, prefix).not.toEqual([]);
  for (const [name, { data }] of compared) {
    const there = b.get(name)!.data;
    const largest = Math.max(...data.map(Math.abs), 1e-3);
    const error = Math.max(...data.map((value, i) => Math.abs(value - there[i]!)));
    expect(error, name).toBeLessThanOrEqual(tolerance * largest);
  }
}

const eventsOf = (name: string): TrainEvent[] =>
  readFileSync(join(at(name), "metrics.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const stepsOf = (name: string) => eventsOf(name).filter((event): event is StepEvent => event.event === "step");

describe("the folder", () => {
  it("has all that a training needs, and comes back as the run that it was", async () => {
    await alexgrad("export", at("run"), "--to", "torch", "--out", at("there"), "--restart");
    expect(readdirSync(at("there")).sort()).toEqual(
      [
        ...["README.md", "config.json", "training.json", "metrics.jsonl"],
        ...[
          "model.py",
          "train_ddp.py",
          "snapshot.py",
          "stopping.py",
          "evaluation.py",
          "images.py",
          "optimizers.py",
          "rng.py",
          "tensors.py",
        ],
        ...["best.safetensors", "last.safetensors", "statistics.safetensors"],
        ...["train.images", "train.labels", "validation.images", "validation.labels"],
      ].sort(),
    );
    await alexgrad("import", at("there"), "--out", at("anew"));
    // From its beginning, it becomes the very run again.
    await alexgrad("train", "--resume", at("anew"), "--workers", "0");
    await expectSameTensors("anew", "run", 0);
  });

  it("goes on with a run that was not done, momentum and all", async () => {
    await alexgrad("train", ...small, "--schedule", "constant", "--epochs", "1", "--out", at("half"));
    await alexgrad("export", at("half"), "--to", "torch", "--out", at("half-there"), "--epochs", "2");
    await alexgrad("import", at("half-there"), "--out", at("half-back"));
    expect(eventsOf("half-back")).toEqual(eventsOf("half"));
    await alexgrad("train", "--resume", at("half-back"), "--workers", "0");
    await alexgrad("train", "--resume", at("half"), "--epochs", "2", "--workers", "0");
    await expectSameTensors("half-back", "half", 0);
  });

  it("is refused with a reason", async () => {
    expect(await refusal("export", at("run"), "--to", "torch", "--out", at("x"))).toContain("its 2 epochs are done");
    expect(await refusal("export", at("run"), "--to", "torch", "--out", at("run"), "--restart")).toContain(
      "new or empty folder",
    );
    expect(await refusal("export", at("run"), "--to", "torch")).toContain("--out: expected where to write");
    expect(await refusal("export", at("run"), "--to", "caffe")).toContain("--to: expected");
    expect(await refusal("export", at("nothing"), "--to", "torch", "--out", at("x"))).toContain("does not exist");
    expect(await refusal("import", at("there"))).toContain("--out: expected a folder");
    expect(await refusal("import", at("there"), "--out", at("run"))).toContain("new or empty folder");
  });

  it("is refused with a damaged snapshot, and taken without the optimizer's", async () => {
    cpSync(at("half-there"), at("odd"), { recursive: true });
    const path = join(at("odd"), "last.safetensors");
    const { tensors, metadata } = await loadSafetensors(path);
    const save = (keeps: (name: string) => boolean) =>
      saveSafetensors(path, [...tensors].filter(([name]) => keeps(name)) as never, metadata);
    await save((name) => name !== "model.features.0.weight");
    expect(await refusal("import", at("odd"), "--out", at("x"))).toMatch(
      /last\.safetensors.*missing: features\.0\.weight/,
    );
    await save((name) => name.startsWith("model."));
    await alexgrad("import", at("odd"), "--out", at("without"));
    await alexgrad("train", "--resume", at("without"), "--workers", "0");
    writeFileSync(path, "no tensors");
    expect(await refusal("import", at("odd"), "--out", at("x"))).toContain("last.safetensors");
  });
});

interface Finished {
  readonly code: number | null;
  readonly text: string;
}

/** Python in a folder; `meet` is told what it printed so far. */
function runPython(
  name: string,
  args: readonly string[],
  meet: (text: string) => void = () => {},
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(python, args, {
      cwd: at(name),
      env: { ...process.env, OMP_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1", ...env },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        text += chunk;
        meet(text);
      });
    }
    child.on("close", (code) => resolve({ code, text }));
  });
}

/** As torchrun starts them. Debian's 1.13 under Python 3.11 needs to be told about a rank that there is not. */
const torchrun = [
  "-m",
  "torch.distributed.run",
  "-r",
  "9:1",
  "-t",
  "9:1",
  "--nproc_per_node=2",
  "--max_restarts=2",
  "--monitor_interval=1",
];
const onLoopback = (port: number) => [...torchrun, "--master_addr=127.0.0.1", `--master_port=${port}`, "train_ddp.py"];
const port = 20_000 + (process.pid % 20_000);

async function train(name: string, args: readonly string[], meet?: (text: string) => void): Promise<string> {
  const { code, text } = await runPython(name, args, meet);
  expect(code, text).toBe(0);
  return text;
}

const exported = async (name: string, run = "run") => {
  await alexgrad("export", at(run), "--to", "torch", "--out", at(name), "--restart");
};

describe.skipIf(whyNotLive !== null)("in PyTorch", { timeout: 300_000 }, () => {
  it("is the training that it is here, image by image and step by step; its accuracy is measured here too", async () => {
    await exported("one");
    await train("one", ["train_ddp.py"]);
    const [here, there] = [stepsOf("run"), stepsOf("one")];
    expect(there.length).toBe(10);
    here.forEach(({ loss, lr }, i) => {
      expect(there[i]!.loss / loss).toBeCloseTo(1, 4);
      expect(there[i]!.lr).toBeCloseTo(lr, 12);
    });
    await alexgrad("import", at("one"), "--out", at("one-back"));
    await expectSameTensors("one-back", "run", 1e-3, "model.");
    const measured = eventsOf("one").flatMap((event) => (event.event === "epoch" ? [event.validation!] : []));
    const best = measured.reduce((a, b) => (b.top1 > a.top1 || (b.top1 === a.top1 && b.loss < a.loss) ? b : a));
    const { count, loss, top1, top5 } = JSON.parse(await alexgrad("eval", "--checkpoint", at("one-back"), "--json"));
    expect({ count, top1, top5 }).toEqual({ count: best.count, top1: best.top1, top5: best.top5 });
    expect(loss).toBeCloseTo(best.loss, 4);
    await alexgrad("visualize", "--checkpoint", at("one-back"), "--out", at("drawn"));
  });

  it("has a recipe's options: what is frozen, clipped, smoothed, averaged, worked through in parts", async () => {
    const options = [
      ...["--accumulate", "3", "--clip-norm", "0.5", "--freeze", "conv1", "--label-smoothing", "0.1"],
      ...["--averaging", "0.9", "--views", "mirrored", "--last-batch", "merge", "--schedule", "plateau"],
    ];
    const other = small.map((each) => (each === "12" ? "14" : each));
    await alexgrad("train", ...other, "--epochs", "2", ...options, "--out", at("options"));
    await exported("options-there", "options");
    await train("options-there", ["train_ddp.py"]);
    const [here, there] = [stepsOf("options"), stepsOf("options-there")];
    expect(there.map(({ step, images }) => [step, images])).toEqual(here.map(({ step, images }) => [step, images]));
    here.forEach(({ loss }, i) => {
      expect(there[i]!.loss / loss).toBeCloseTo(1, 4);
    });
    await expectSameTensors("options-there", "options", 1e-3, "model.");
    await expectSameTensors("options-there", "options", 1e-3, "average.");
    await expectSameTensors("options-there", "options", 0, "model.features.0.");
    await alexgrad("import", at("options-there"), "--out", at("options-back"));
  });

  it("stops on SIGTERM after the step under way, and goes on with the same numbers", async () => {
    await exported("unstopped");
    cpSync(at("unstopped"), at("stopped"), { recursive: true });
    await train("unstopped", ["train_ddp.py"]);
    let sent = false;
    const stopped = await runPython("stopped", ["train_ddp.py", "--workers", "1"], (text) => {
      const [, started] = /process (\d+),/.exec(text) ?? [];
      // A second signal would end it at once.
      if (started !== undefined && !sent) sent = process.kill(Number(started), "SIGTERM");
    });
    expect(stopped.code, stopped.text).toBe(143);
    expect(stopped.text).toContain("the same command goes on");
    await train("stopped", ["train_ddp.py"]);
    expect(stepsOf("stopped").map(({ loss }) => loss)).toEqual(stepsOf("unstopped").map(({ loss }) => loss));
    await expectSameTensors("stopped", "unstopped", 0);
  });

  it("has the same weights after three steps of two processes as of one with the doubled batch", async () => {
    await exported("two");
    await exported("single");
    await train("two", [...onLoopback(port), "--steps", "3"]);
    await train("single", ["train_ddp.py", "--steps", "3"]);
    await expectSameTensors("two", "single", 1e-4);
    expect(stepsOf("two").map(({ step }) => step)).toEqual([1, 2, 3]);
    // In the middle of an epoch, it comes back and goes on here.
    await alexgrad("import", at("two"), "--out", at("two-back"));
    await alexgrad("train", "--resume", at("two-back"), "--workers", "0");
    await expectSameTensors("two-back", "run", 1e-3, "model.");
  });

  it("is refused where processes stand at different steps, as in folders that are not shared", async () => {
    await exported("fresh");
    const folders = ["fresh", "two"];
    const both = { WORLD_SIZE: "2", MASTER_ADDR: "127.0.0.1", MASTER_PORT: String(port + 4) };
    const ends = await Promise.all(
      folders.map((name, i) => runPython(name, ["train_ddp.py"], undefined, { ...both, RANK: String(i) })),
    );
    expect(ends.map(({ code }) => code)).toEqual([1, 1]);
    folders.forEach((_, i) => {
      expect(ends[i]!.text).toContain(`rank ${i}: the snapshot here stands at step ${3 * i}, others elsewhere`);
    });
  });

  it("goes on from its snapshot after a process was killed, with the same numbers", async () => {
    await exported("whole");
    cpSync(at("whole"), at("killed"), { recursive: true });
    await train("whole", onLoopback(port + 1));
    let victim = 0;
    const timer = setInterval(() => {
      if (victim === 0 || readFileSync(join(at("killed"), "metrics.jsonl"), "utf8").split("\n").length < 4) return;
      process.kill(victim, "SIGKILL");
      clearInterval(timer);
    }, 10);
    const text = await train("killed", [...onLoopback(port + 2), "--save-every", "0"], (text) => {
      victim = Number(/rank 1 of 2: process (\d+)/.exec(text)?.[1] ?? 0);
    });
    clearInterval(timer);
    expect(text.match(/rank 1 of 2/g)?.length).toBe(2);
    expect(stepsOf("killed")).toEqual(stepsOf("whole"));
    await expectSameTensors("killed", "whole", 0);
  });

  it("brings batch normalization back from two processes, with its count of batches", async () => {
    const narrow = [
      "--model",
      "alexnet-bn",
      "--width",
      "0.05",
      "--size",
      "67",
      "--dropout",
      "0.5",
      "--averaging",
      "0.9",
    ];
    await alexgrad("train", ...small.slice(0, 4), "--epochs", "1", ...narrow, "--workers", "0", "--out", at("bn"));
    await exported("bn-there", "bn");
    // Each process has running statistics of its own: those of the first are measured, and kept.
    await train("bn-there", onLoopback(port + 3));
    expect((await weightsOf("bn-there")).get("model.features.1.num_batches_tracked")?.shape).toEqual([]);
    await alexgrad("import", at("bn-there"), "--out", at("bn-back"));
    const { top1 } = JSON.parse(await alexgrad("eval", "--checkpoint", at("bn-back"), "--json"));
    const [measured] = eventsOf("bn-there").flatMap((event) => (event.event === "epoch" ? [event.validation!] : []));
    expect(top1).toBe(measured!.top1);
  });
});
