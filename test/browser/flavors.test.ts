import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatTable } from "../../src/cli/format.ts";
import { loadDecoder, planesOf } from "../data/images.ts";
import { TestBrowser } from "./chromium.ts";
import { decodeInBrowser, digestOf } from "./decodeInBrowser.ts";

/** The folder that test/data/images/compare.py made. */
const folder = process.env.FLAVORS;

/** How far values are from those that are right, in levels of 255. */
class Difference {
  largest = 0;
  #sum = 0;
  #count = 0;

  add(found: Uint8Array, right: Uint8Array): void {
    expect(found.length).toBe(right.length);
    for (const [i, value] of found.entries()) {
      const difference = Math.abs(value - right[i]);
      this.largest = Math.max(this.largest, difference);
      this.#sum += difference;
    }
    this.#count += found.length;
  }

  toString(): string {
    return this.#count === 0 ? "" : `${this.largest}, mean ${(this.#sum / this.#count).toFixed(4)}`;
  }
}

if (folder === undefined) console.log("skipped: FLAVORS names no folder that test/data/images/compare.py made");

describe.runIf(folder !== undefined)("generated images of all flavors", () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await TestBrowser.launch();
  });

  afterAll(() => browser?.close());

  it("are read as Pillow reads JPEGs and as PNGs were written, in Node and in Chromium", async () => {
    const read = (name: string) => readFileSync(join(folder!, name));
    const manifest: { name: string; flavor: string }[] = JSON.parse(read("manifest.json").toString());
    const decoder = await loadDecoder();
    const inPage = await decodeInBrowser(
      browser,
      manifest.map(({ name }) => read(name)),
    );
    const rows = new Map<string, { files: number; same: number; pillow: Difference; written: Difference }>();
    for (const [i, { name, flavor }] of manifest.entries()) {
      const row = rows.get(flavor) ?? { files: 0, same: 0, pillow: new Difference(), written: new Difference() };
      rows.set(flavor, row);
      const image = decoder.decode(name, read(name));
      row.files += 1;
      if (digestOf(image) === inPage[i]) row.same += 1;
      row.pillow.add(image.pixels, planesOf(read(`${name}.pillow`)));
      if (name.endsWith("png")) row.written.add(image.pixels, planesOf(read(`${name}.exact`)));
    }
    const head = ["flavor", "files", "same in Chromium", "to Pillow: largest, mean", "to what was written"];
    const cells = [...rows].map(([flavor, each]) => {
      return [flavor, ...[each.files, each.same, each.pillow, each.written].map(String)];
    });
    console.log(formatTable([head, ...cells]));
    // Pillow cuts 16 bits off, and takes a transparent level of 2 bits for one of 8.
    for (const [flavor, { files, same, pillow, written }] of rows) {
      const furthest = flavor.startsWith("JPEG") ? pillow.largest : written.largest;
      expect([same, furthest], flavor).toEqual([files, 0]);
    }
  });
});
