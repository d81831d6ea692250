import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { png, type Tree } from "../data/fixtures.ts";
import { readFixture } from "../data/images.ts";
import { alexgrad, alexgradHere } from "./alexgrad.ts";

const folder = mkdtempSync(join(tmpdir(), "alexgrad-cli-data-"));
const data = join(folder, "data");

beforeAll(() => {
  const classes = ["a", "b", "c"];
  const tree: Tree = Object.fromEntries([
    ...classes.flatMap((name) => [0, 1, 2, 3].map((i) => [`${name}/${i}.png`, png(8, 8, [60 * i, 7, 9])])),
    ["a/4.jpg", readFixture("turned6.jpg")],
    ["a/5.jpg", readFixture("turned3.jpg")],
    ["b/scan.tiff", ""],
    ["b/notes.txt", ""],
    ["c/notes.txt", ""],
  ]);
  for (const [name, bytes] of Object.entries(tree)) {
    mkdirSync(dirname(join(data, name)), { recursive: true });
    writeFileSync(join(data, name), bytes);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

const train = (out: string, ...flags: readonly string[]) => [
  ...["train", "--data", data, "--size", "8", "--epochs", "1", "--batch", "2", "--out", join(folder, out)],
  ...flags,
];
const configOf = (out: string) => JSON.parse(readFileSync(join(folder, out, "config.json"), "utf8"));

describe("a folder of images", { timeout: 120_000 }, () => {
  it("is read as EXIF says or as it is stored, and what was turned or left out is said", async () => {
    const turned = await alexgrad(train("turned"));
    expect(turned).toMatchObject({ code: 0, err: expect.stringContaining("turned as EXIF says: 2 images\n") });
    expect(turned.err).toContain("left out, no images: 2 .txt, 1 .tiff\n");
    expect(configOf("turned").data).not.toHaveProperty("orient");
    const stored = await alexgradHere(train("stored", "--no-orient"));
    expect([stored.code, stored.err.includes("turned")]).toEqual([0, false]);
    expect(configOf("stored").data.orient).toBe(false);
    expect(configOf("stored").data.sha256).not.toBe(configOf("turned").data.sha256);

    const measure = ["eval", "--data", data, "--checkpoint"];
    expect((await alexgrad([...measure, join(folder, "turned")])).err).toContain("turned as EXIF says: 2 images\n");
    expect((await alexgradHere([...measure, join(folder, "turned"), "--no-orient"])).err).not.toContain("turned");
    expect((await alexgradHere([...measure, join(folder, "stored")])).err).not.toContain("turned");

    const image = join(data, "a", "4.jpg");
    const classify = async (...flags: readonly string[]) => {
      const { out } = await alexgradHere(["classify", image, "--json", "--checkpoint", ...flags]);
      return JSON.parse(out)[0].classes;
    };
    expect(await classify(join(folder, "turned"), "--no-orient")).not.toEqual(await classify(join(folder, "turned")));
    expect(await classify(join(folder, "stored"), "--no-orient")).toEqual(await classify(join(folder, "stored")));
  });

  it("gives as many images as --limit says, and a --hold-out beyond it names it", async () => {
    const two = await alexgradHere(train("two", "--limit", "2"));
    expect(two).toMatchObject({
      code: 0,
      err: expect.stringMatching(/\b1 images? to train on, 1 images? to validate/),
    });
    const none = await alexgradHere(train("none", "--limit", "6", "--hold-out", "2"));
    expect(none).toMatchObject({ code: 1, err: expect.stringMatching(/the 2 of class \w; got 2: .*--limit 6/) });
  });
});
