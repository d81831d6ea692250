import { expect, inject, it } from "vitest";
import { book, samples } from "./site.ts";
import { complaintsOf, each, open } from "./visit.ts";

// The pages of the API are made alike: some of each kind stand for all.
it("every page says nothing in the console, asks no one else, and does not scroll sideways at 360 pixels", async () => {
  const complaints: string[] = [];
  await each(
    [...new Set([...book, ...samples(4)])],
    2,
    async ({ path }, page) => {
      const heard = complaintsOf(page);
      await open(page, inject("isolated") + path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 360) complaints.push(`${path}: ${width} pixels wide`);
      complaints.push(...heard);
      page.removeAllListeners();
    },
    { viewport: { width: 360, height: 740 } },
  );
  expect(complaints).toEqual([]);
}, 300_000);

it("nor does the book where nothing isolates it, on a wide screen", async () => {
  const complaints: string[] = [];
  await each(book, 2, async ({ path }, page) => {
    const heard = complaintsOf(page);
    await open(page, inject("plain") + path);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    complaints.push(...heard);
    page.removeAllListeners();
  });
  expect(complaints).toEqual([]);
});

it("is isolated where the headers say so", async () => {
  await each(["index.html"], 1, async (path, page) => {
    await open(page, inject("isolated") + path);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  });
});
