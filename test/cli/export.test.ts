import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readNamed } from "../../src/cli/weights.ts";
import { loadSafetensors } from "../../src/io/index.node.ts";
import { loadOnnx } from "../../src/onnx/index.node.ts";
import { exampleFiles } from "../docstrings/files.ts";
import { alexgradHere } from "./alexgrad.ts";

let folder: string;
const best = "runs/mine/best.safetensors";
beforeAll(async () => {
  folder = await exampleFiles();
});
afterAll(() => rmSync(folder, { recursive: true }));

const here = (...args: readonly string[]) => alexgradHere(args, folder);
const images = ["--data", "builtin", "--limit", "20", "--device", "reference", "--json"];

async function measure(...checkpoint: readonly string[]): Promise<unknown> {
  const { code, out, err } = await here("eval", "--checkpoint", ...checkpoint, ...images);
  expect([code, err]).toEqual([0, expect.stringContaining("")]);
  return JSON.parse(out);
}

describe("alexgrad export", () => {
  it.each([
    ["onnx", []],
    ["decomposed", ["--decompose-lrn"]],
    ["external", ["--external-data"]],
    ["fixed", ["--batch", "2"]],
  ])("writes an ONNX file that is measured as its run is: %s", async (name, flags) => {
    const file = `${name}.onnx`;
    const { code, out, err } = await here("export", "runs/mine", "--to", "onnx", "--out", file, ...flags, "--json");
    expect([code, err]).toEqual([0, ""]);
    const files = readdirSync(folder).filter((each) => each.startsWith(file));
    expect(files).toHaveLength(name === "external" ? 2 : 1);
    const written = files.map((each) => ({ file: each, bytes: statSync(join(folder, each)).size }));
    expect(JSON.parse(out)).toEqual({ files: written });
    expect(await measure(file)).toEqual(await measure("runs/mine"));
  });

  it("writes the names of the classes, and the weights for a training to begin with", async () => {
    await here("export", "runs/mine", "--to", "onnx", "--out", "mine.onnx");
    const { metadata, table } = await loadOnnx(join(folder, "mine.onnx"));
    expect(JSON.parse(metadata.classes!)).toHaveLength(table.classes);
    const { out } = await here("classify", "cat.png", "--checkpoint", "mine.onnx", "--device", "reference", "--json");
    const { tensors } = await readNamed({}, join(folder, "mine.onnx"), () => {});
    expect([...tensors.keys()].sort()).toEqual([...(await loadSafetensors(join(folder, best))).tensors.keys()].sort());
    expect(JSON.parse(metadata.classes!)).toContain(JSON.parse(out)[0].classes[0].name);
  });

  it("writes safetensors, and an ONNX file from them", async () => {
    expect((await here("export", "runs/mine", "--to", "safetensors", "--out", "mine.safetensors")).code).toBe(0);
    const { tensors, metadata } = await loadSafetensors(join(folder, "mine.safetensors"));
    expect([tensors.size, metadata]).toEqual([16, { format: "pt" }]);
    const flags = ["--model", "alexnet-small", "--mean", "0.5,0.5,0.5", "--std", "0.25,0.25,0.25"];
    expect((await here("export", "mine.safetensors", ...flags, "--to", "onnx", "--out", "again.onnx")).code).toBe(0);
    expect(await measure("again.onnx")).toEqual(await measure("mine.safetensors", ...flags));
  });

  it.each<[string, readonly string[], string]>([
    ["no format", ["runs/mine", "--out", "x"], "--to: expected one of onnx, safetensors, torch; got undefined"],
    [
      "another format",
      ["runs/mine", "--to", "caffe", "--out", "x"],
      "--to: expected one of onnx, safetensors, torch; got caffe",
    ],
    ["no file", ["runs/mine", "--to", "onnx"], "--out: expected where to write"],
    ["no run", ["runs", "--to", "onnx", "--out", "x"], "runs"],
    ["no images at a time", ["runs/mine", "--to", "onnx", "--out", "x", "--batch", "0"], "--batch: expected"],
    [
      "what safetensors has not",
      ["runs/mine", "--to", "safetensors", "--out", "x", "--decompose-lrn"],
      "--decompose-lrn: expected it with --to onnx",
    ],
    ["a file that is no ONNX", ["cat.onnx", "--to", "onnx", "--out", "x"], "cat.onnx: cannot be read"],
  ])("is refused with %s, and writes nothing", async (_, args, message) => {
    const { code, err } = await here("export", ...args);
    expect(code).not.toBe(0);
    expect(err).toContain(message);
    expect(readdirSync(folder)).not.toContain("x");
  });
});

describe("--checkpoint with an ONNX file", () => {
  it("asks for images, and for what was done to them", async () => {
    await here("export", "runs/mine", "--to", "onnx", "--out", "mine.onnx");
    const alone = await here("eval", "--checkpoint", "mine.onnx");
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining("--checkpoint: expected it with --data")]);
    expect(await measure("mine.onnx", "--mean", "0,0,0", "--std", "1,1,1")).not.toEqual(await measure("mine.onnx"));
  });
});
