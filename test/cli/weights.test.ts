import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildModel, Rng, reference } from "../../src/index.ts";
import { loadSafetensors, renameTensors, saveSafetensors } from "../../src/io/index.node.ts";
import { alexgrad, alexgradHere } from "./alexgrad.ts";

let folder: string;
const at = (name: string) => join(folder, name);
const training = [
  "train",
  "--limit",
  "40",
  "--batch",
  "20",
  "--epochs",
  "1",
  "--workers",
  "0",
  "--schedule",
  "constant",
];

const map = {
  "net/features.*/kernel": { name: "features.*.weight", transpose: [3, 2, 0, 1] },
  "net/classifier.*/kernel": { name: "classifier.*.weight", transpose: [1, 0] },
  "net/*": "*",
  "optimizer/*": null,
};

/** Weights of alexnet-small for seven classes, as a wrapped model has them. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-weights-"));
  const state = await buildModel("alexnet-small", { classes: 7, device: reference(), rng: new Rng(5) }).state();
  const names = Object.entries(state).map(([name, tensor]) => [`module.${name}`, tensor] as const);
  await saveSafetensors(at("wrapped.safetensors"), names);
  await saveSafetensors(at("seven.safetensors"), state);
  // As another program has them: other names, matrices [in, out], kernels [h, w, in, out].
  const ten = await buildModel("alexnet-small", { classes: 10, device: reference(), rng: new Rng(6) }).state();
  await saveSafetensors(at("ten.safetensors"), ten);
  const foreign = Object.entries(ten).map(([name, tensor]) => {
    const order = [[], [0], [1, 0], [], [2, 3, 1, 0]][tensor.shape.length]!;
    const turned = { [name]: { name: `net/${name.replace(".weight", "/kernel")}`, transpose: order } };
    return [...renameTensors(new Map([[name, tensor]]), turned).tensors][0]!;
  });
  await saveSafetensors(at("foreign.safetensors"), foreign);
  writeFileSync(at("map.json"), JSON.stringify(map));
  writeFileSync(at("names.json"), JSON.stringify({ "net/*/kernel": "*.weight", "net/*": "*" }));
  writeFileSync(at("wrong.json"), '{"net/*": {"names": "*"}}');
  writeFileSync(at("twice.json"), '{"net/*": "a"}');
  const endless = { shape: [200_000, 0], data: new Float32Array() };
  await saveSafetensors(at("endless.safetensors"), { "classifier.6.weight": endless });
  const [name, { shape, data }] = Object.entries(state)[0];
  await saveSafetensors(at("nan.safetensors"), { ...state, [name]: { shape, data: data.map(() => Number.NaN) } });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("train --weights", () => {
  it("begins with them, freezes what --freeze says, and can be gone on with", async () => {
    const flags = ["--weights", at("wrapped.safetensors"), "--classes-from-data", "--freeze", "features,fc6"];
    const run = at("run");
    const { code, err } = await alexgrad([...training, ...flags, "--out", run]);
    expect([code, err]).toEqual([0, expect.stringContaining("all names begin with module., which is taken off")]);
    expect(err).toContain("14 tensors match; 2 do not:\n");
    expect(err).toContain("  classifier.6.weight  mismatched  [10, 128]  [7, 128]\n");
    expect(err).toContain("drawn anew: classifier.6.weight, classifier.6.bias\n");
    const { recipe, weights } = JSON.parse(readFileSync(join(run, "config.json"), "utf8"));
    expect(recipe.freeze).toEqual(["features", "fc6"]);
    expect(weights).toEqual({ path: at("wrapped.safetensors"), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await alexgrad(["train", "--resume", run, "--epochs", "2"])).code).toBe(0);
    const { tensors: before } = await loadSafetensors(at("seven.safetensors"));
    const { tensors: after } = await loadSafetensors(join(run, "last.safetensors"));
    const isSame = (name: string) => {
      return Buffer.compare(after.get(`model.${name}`)!.bytes, before.get(name)!.bytes) === 0;
    };
    expect([...before.keys()].filter((name) => !isSame(name)).sort()).toEqual([
      ...["classifier.3.bias", "classifier.3.weight", "classifier.6.bias", "classifier.6.weight"],
    ]);
    expect(readFileSync(join(run, "report.html"), "utf8")).toContain(at("wrapped.safetensors"));
  });

  it.each<[string, readonly string[], string]>([
    ["other classes", ["--weights", "seven.safetensors"], "(--classes-from-data) the last layer is drawn"],
    ["another network", ["--weights", "seven.safetensors", "--model", "lenet5", "--classes-from-data"], "mismatched: "],
    ["weights that are not finite", ["--weights", "nan.safetensors"], "nan.safetensors: "],
    ["no file", ["--weights", "none.safetensors"], "none.safetensors: cannot be read: it does not exist"],
    ["no weights", ["--classes-from-data"], "--classes-from-data: expected it with --weights"],
    ["no weights for a map", ["--map", "map.json"], "--map: expected it with --weights"],
    ["other names", ["--weights", "foreign.safetensors"], "missing: features.0.weight"],
    ["a map of other fields", ["--weights", "foreign.safetensors", "--map", "wrong.json"], 'wrong.json: ["net/*"]: '],
    ["a map of one name", ["--weights", "foreign.safetensors", "--map", "twice.json"], 'become "a"'],
    ["a part that is not there", ["--freeze", "fetures"], "freeze: expected parts among features, features.0"],
    ["nothing to train", ["--freeze", "features,classifier"], "freeze: expected something that is left to train"],
  ])("is refused with %s, before a folder is made", async (_, flags, message) => {
    const { code, err } = await alexgradHere([...training, ...flags, "--out", at("refused")], folder);
    expect(code).not.toBe(0);
    expect(err).toContain(message);
  });
});

describe("--checkpoint", () => {
  const images = ["--data", "builtin", "--limit", "20", "--json"];

  it("takes a run, a file in it, and the same file as any network's", async () => {
    const run = at("run");
    const results = await Promise.all([
      alexgrad(["eval", "--checkpoint", run, ...images]),
      alexgrad(["eval", "--checkpoint", join(run, "best.safetensors"), ...images]),
    ]);
    const [whole, file] = results.map(({ out }) => JSON.parse(out));
    expect(file).toEqual(whole);
    const { mean, std } = await statistics(run);
    const foreign = ["--model", "alexnet-small", "--mean", mean, "--std", std];
    const { out } = await alexgradHere(["eval", "--checkpoint", join(run, "best.safetensors"), ...foreign, ...images]);
    expect(JSON.parse(out)).toEqual(whole);
  });

  const statistics = async (run: string) => {
    const { tensors } = await loadSafetensors(join(run, "statistics.safetensors"));
    const text = (name: string) => [...tensors.get(name)!.data].join(",");
    return { mean: text("mean"), std: text("std") };
  };

  it("takes another program's names and layouts by a map, and tells what a map lacks", async () => {
    const network = ["--model", "alexnet-small", ...images];
    const evaluate = (...flags: readonly string[]) =>
      alexgradHere(["eval", "--checkpoint", ...flags, ...network], folder);
    const own = await evaluate("ten.safetensors");
    expect([own.code, own.err]).toEqual([0, expect.stringContaining("16 tensors match\n")]);
    const mapped = await evaluate("foreign.safetensors", "--map", "map.json");
    expect([mapped.code, JSON.parse(mapped.out)]).toEqual([0, JSON.parse(own.out)]);
    expect(mapped.err).toContain("map.json: no tensor is called optimizer/*\n");
    const turned = await evaluate("foreign.safetensors", "--map", "names.json");
    expect(turned.code).toBe(1);
    expect(turned.err).toMatch(/^ {2}classifier\.6\.weight +transposed: \[1, 0\] +\[10, 128\] +\[128, 10\]$/m);
    expect(turned.err).toMatch(/^ {2}features\.0\.weight +transposed: \[3, 2, 0, 1\] /m);
    expect(turned.err).toContain("got [128, 10], transposed)");
    const other = await evaluate("foreign.safetensors");
    expect(other.code).toBe(1);
    expect(other.err).toMatch(/^ {2}features\.0\.weight +missing +\[/m);
    expect(other.err).toMatch(/^ {2}net\/features\.0\/kernel +unexpected +\[/m);
  });

  it.each<[string, readonly string[], string]>([
    ["no run beside it", ["seven.safetensors"], "there is no config.json beside it; --model says whose weights it has"],
    ["--model but no images", ["seven.safetensors", "--model", "alexnet-small"], "--model: expected it with --data"],
    ["other classes", ["seven.safetensors", "--model", "alexnet-small", ...images], "of 7 classes; got builtin"],
    ["another network", ["seven.safetensors", "--model", "lenet5", ...images], "the last layer of lenet5"],
    [
      "classes without weights",
      ["endless.safetensors", "--model", "torchvision", ...images],
      "of shape [classes, 4096]",
    ],
    ["--map for a run", ["run", "--map", "map.json"], "--map: expected it with --model"],
    ["--mean for a run", ["run", "--mean", "1,1,1"], "--mean: expected it with --model"],
    [
      "two means",
      ["seven.safetensors", "--model", "alexnet-small", "--mean", "1,2", ...images],
      "--mean: expected 3 numbers",
    ],
    [
      "a std of 0",
      ["seven.safetensors", "--model", "alexnet-small", "--std", "1,0,1", ...images],
      "--std: expected numbers above 0",
    ],
  ])("is refused with %s", async (_, flags, message) => {
    const { code, err } = await alexgradHere(["eval", "--checkpoint", ...flags], folder);
    expect(code).not.toBe(0);
    expect(err).toContain(message);
  });
});
