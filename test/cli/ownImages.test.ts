import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { Rng } from "../../src/index.ts";
import { commandsOf } from "../commands.ts";
import { snippetsOf } from "../snippets.ts";
import { toModule } from "../toModule.ts";
import { alexgrad } from "./alexgrad.ts";

const name = "docs/guides/own-images.md";
const page = readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
const classes = ["china", "flower"];
let folder: string;

/** Pictures of 48×40, which are striped down or across. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-own-images-"));
  const [width, height] = [48, 40];
  const rng = new Rng(1);
  for (const [k, each] of classes.entries()) {
    mkdirSync(join(folder, "images", each), { recursive: true });
    for (let n = 0; n < 40; n++) {
      const phase = rng.int(8);
      const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
        const pixel = Math.floor(i / 3);
        const at = k === 0 ? pixel % width : Math.floor(pixel / width);
        return ((at + phase) % 8 < 4 ? 60 : 180) + rng.int(40);
      });
      writeFileSync(join(folder, "images", each, `${n}.png`), encode({ width, height, channels: 3, data }));
    }
  }
  writeFileSync(join(folder, "images/china/notes.txt"), "stripes");
  copyFileSync(join(folder, "images/flower/0.png"), join(folder, "photo.jpg"));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

it(`${name}: its commands train a network that tells the pictures apart`, { timeout: 180_000 }, async () => {
  const said = new Map<string, { out: string; err: string }>();
  for (const args of commandsOf(page)) {
    const { code, out, err } = await alexgrad(args, undefined, [], folder);
    expect(code, err).toBe(0);
    said.set(args[0]!, { out, err });
  }
  expect([...said.keys()]).toEqual(["train", "eval", "visualize", "classify"]);
  expect(said.get("train")!.err).toContain("72 images to train on, 8 images to validate with");
  expect(said.get("train")!.err).toContain("left out, no images: 1 .txt");
  expect(said.get("eval")!.out).toContain("top-1 100.0 %");
  expect(said.get("classify")!.out).toMatch(/^photo\.jpg\n {2}flower/);
});

it(`${name}: its code says the same of them`, async () => {
  const [snippet] = snippetsOf(name);
  const lines: unknown[][] = [];
  vi.spyOn(console, "log").mockImplementation((...args) => void lines.push(args));
  const at = (path: string) => JSON.stringify(join(folder, path));
  const moved = snippet!.code.replaceAll(/"((?:runs\/|images\b)[^"]*)"/g, (_, path: string) => at(path));
  await import(/* @vite-ignore */ toModule(moved));
  const [[label, [probabilities]]] = lines as [[string, [[number, number]]]];
  expect(label).toBe("china");
  expect(probabilities[0]).toBeGreaterThan(0.5);
});
