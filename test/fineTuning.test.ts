import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "node:util";
import { encode } from "fast-png";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { buildModel, Rng, reference } from "../src/index.ts";
import { loadSafetensors, renameTensors, saveSafetensors } from "../src/io/index.node.ts";
import { alexgrad } from "./cli/alexgrad.ts";
import { toModule } from "./toModule.ts";

const page = readFileSync(new URL("../docs/guides/fine-tuning.md", import.meta.url), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, code]) => code!);
const width = 1 / 16;

let folder: string;
const at = (name: string) => join(folder, name);

/** Pictures of three classes, and the page's network with a sixteenth of its filters. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-fine-tuning-"));
  const rng = new Rng(1);
  for (const [k, name] of ["ash", "beech", "cedar"].entries()) {
    mkdirSync(at(`images/${name}`), { recursive: true });
    for (let i = 0; i < 5; i++) {
      const data = Uint8Array.from({ length: 32 * 32 * 3 }, (_, j) => (j % 3 === k ? 200 : 0) + rng.int(50));
      writeFileSync(at(`images/${name}/${i}.png`), encode({ width: 32, height: 32, channels: 3, data }));
    }
  }
  const model = buildModel("torchvision", { width, device: reference(), rng });
  await saveSafetensors(at("alexnet.safetensors"), await model.state(), { format: "pt" });
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

function small(code: string): string {
  const replacements = [
    ['"path/to/images"', JSON.stringify(at("images"))],
    ['"alexnet.safetensors"', JSON.stringify(at("alexnet.safetensors"))],
    ['"mine.safetensors"', JSON.stringify(at("mine.safetensors"))],
    ['buildModel("torchvision", {', `buildModel("torchvision", { width: ${width},`],
  ] as const;
  return replacements.reduce((text, [from, to]) => text.replaceAll(from, to), code);
}

const frozen = (names: Iterable<string>) => [...names].filter((name) => name.startsWith("features."));

it("docs/guides/fine-tuning.md: its code runs, trains what is not frozen, and shows features", async () => {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((...args) => void lines.push(format(...args)));
  for (const code of blocks("ts")) await import(/* @vite-ignore */ toModule(small(code)));
  expect(lines[0]).toMatch(
    /^\[\] \[\] \[\s*'classifier\.6\.weight: 3,256, not 1000,256',\s*'classifier\.6\.bias: 3, not 1000'\s*\]$/,
  );
  expect(lines.slice(2, -1).map((line) => line.replace(/Float32Array.*/s, "").trim())).toEqual([
    "[ 8, 256 ]",
    "[ 7, 256 ]",
  ]);
  expect(blocks("ts").at(-1)).toContain(`// ${lines.at(-1)!.replaceAll(/\n */g, " ")}`);
  const [before, after] = await Promise.all(
    ["alexnet", "mine"].map((name) => loadSafetensors(at(`${name}.safetensors`))),
  );
  for (const name of frozen(before!.tensors.keys())) {
    expect(after!.tensors.get(name)!.bytes).toEqual(before!.tensors.get(name)!.bytes);
  }
  expect(after!.tensors.get("classifier.1.weight")!.bytes).not.toEqual(
    before!.tensors.get("classifier.1.weight")!.bytes,
  );
  expect(after!.metadata).toEqual({ classes: '["ash","beech","cedar"]' });
});

it("docs/guides/fine-tuning.md: its recipe and command train", async () => {
  const [recipe] = blocks("json");
  writeFileSync(at("tune.json"), recipe!);
  const command = /^npx alexgrad (train --config .*)$/m.exec(page)![1];
  const args = command.replace("path/to/images", "images").split(" ");
  const flags = ["--width", String(width), "--epochs", "1", "--batch", "8", "--workers", "0"];
  const { code, err } = await alexgrad([...args, ...flags], undefined, [], folder);
  expect([code, err]).toEqual([0, expect.stringContaining("14 tensors match; 2 do not:")]);
  const before = await loadSafetensors(at("alexnet.safetensors"));
  const after = await loadSafetensors(at("runs/mine/best.safetensors"));
  for (const name of frozen(before.tensors.keys())) {
    expect(after.tensors.get(name)!.bytes).toEqual(before.tensors.get(name)!.bytes);
  }
  const said = await alexgrad(
    ["classify", "images/ash/0.png", "--checkpoint", "runs/mine", "--json"],
    undefined,
    [],
    folder,
  );
  expect(
    JSON.parse(said.out)[0]
      .classes.map(({ name }: { name: string }) => name)
      .sort(),
  ).toEqual(["ash", "beech", "cedar"]);
});

it("docs/guides/fine-tuning.md: its map makes torchvision's shapes of Keras's", () => {
  const [, map] = blocks("json");
  const keras = { "conv2d/kernel": [11, 11, 3, 64], "conv2d/bias": [64], "dense/kernel": [9216, 4096] };
  const more = { "dense_1/kernel": [4096, 4096], "optimizer/step": [] };
  const tensors = Object.entries({ ...keras, ...more }).map(([name, shape]) => {
    const unread = {
      shape,
      get data(): Float32Array {
        throw new Error("its numbers are not needed");
      },
    };
    return [name, unread] as const;
  });
  const { tensors: renamed, unused } = renameTensors(new Map(tensors), JSON.parse(map!));
  expect(unused).toEqual([]);
  const own = buildModel("torchvision", { device: reference(), skipInit: true }).namedParameters();
  const names = ["features.0.weight", "features.0.bias", "classifier.1.weight", "classifier.4.weight"];
  expect([...renamed.keys()].sort()).toEqual([...names].sort());
  for (const [name, { shape }] of renamed) expect(shape, name).toEqual(own.get(name)!.shape);
});
