import { readFileSync, statSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, expect, inject, it } from "vitest";
import { type BuiltPage, book, dist, files, kindOf, pages, samples } from "./site.ts";
import { each, open } from "./visit.ts";
import { widgetPages } from "./widgets.ts";

const kilobyte = 1000;
const inKilobytes = (bytes: number) => (bytes / kilobyte).toFixed(1);
const weighed = [...new Set([...samples(1).filter(({ kind }) => kind !== "source"), ...widgetPages])];

/** Bytes of code of the heaviest page of each kind, and of the whole site. WEIGHTS=update writes what is measured. */
const kept = new URL("weights.json", import.meta.url);
const weights: Record<string, number> = {};
const weighAs = (what: string, bytes: number) => {
  weights[what] = Math.max(weights[what] ?? 0, bytes);
};
const kindOfWeight = (page: BuiltPage) => kindOf(page) + (widgetPages.includes(page) ? ", with a widget" : "");
const lines: string[] = [];

afterAll(() => console.log(lines.sort().join("\n")));

/** Bytes that came for a page, compressed: scripts and styles, fonts. */
async function weigh(page: Page): Promise<{ code: number; fonts: number }> {
  return page.evaluate(() => {
    const sizes = performance.getEntriesByType("resource").map((entry) => entry as PerformanceResourceTiming);
    const sum = (pattern: RegExp) =>
      sizes.filter(({ name }) => pattern.test(name)).reduce((total, { encodedBodySize }) => total + encodedBodySize, 0);
    return { code: sum(/\.(js|css)$/), fonts: sum(/\.woff2$/) };
  });
}

/** Every page of the book adds some bytes to the menus of all. The playground has a worker, with the cpu device and its kernels in it;
 *  the museum has the changed kernels of all its bugs. */
function most(page: BuiltPage): number {
  if (page.kind === "playground") return 120 + 165;
  if (page.path === "gradients/museum.html") return 170;
  return widgetPages.includes(page) ? 165 : 120;
}

it("of a page's code and fonts", async () => {
  const heavy: string[] = [];
  await each(weighed, 2, async (built, page) => {
    await open(page, inject("isolated") + built.path);
    await page.waitForLoadState("networkidle");
    const { code, fonts } = await weigh(page);
    const line = `${built.path}: ${inKilobytes(code)} kB of code, ${inKilobytes(fonts)} kB of fonts`;
    lines.push(line);
    weighAs(kindOfWeight(built), code);
    if (code === 0 || code >= most(built) * kilobyte || fonts >= 110 * kilobyte) heavy.push(line);
  });
  expect(heavy).toEqual([]);
});

it("of pictures, and of the whole site", () => {
  const sizes = files.map((file) => ({ file, size: statSync(dist + file).size }));
  const pictures = sizes.filter(({ file }) => /\.(png|jpe?g|gif|webp|avif|svg)$/.test(file));
  expect(pictures.filter(({ size }) => size > 60 * kilobyte)).toEqual([]);
  const whole = sizes.reduce((total, { size }) => total + size, 0);
  lines.push(
    `the whole site: ${(whole / kilobyte).toFixed(0)} kB, ${pages.length} pages, ${book.length} of them the book`,
  );
  weighAs("the whole site", whole);
  // 15 MB were wanted; the pages of the API are more than half of what there is, the benchmarks of a machine have 0.3 MB, and the
  // pages that measure and that train bring the gpu device and all that it computes, 1 MB each that no other page loads.
  expect(whole).toBeLessThan(22_000 * kilobyte);
});

it("has not grown by 5 % in any kind of page", () => {
  if (process.env.WEIGHTS === "update") {
    const sorted = Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1));
    writeFileSync(kept, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
  }
  const before: Record<string, number> = JSON.parse(readFileSync(kept, "utf8"));
  expect(Object.keys(weights).sort()).toEqual(Object.keys(before).sort());
  const grown = Object.entries(weights).filter(([what, bytes]) => bytes >= before[what]! * 1.05);
  expect(grown.map(([what, bytes]) => `${what}: ${before[what]} → ${bytes}`)).toEqual([]);
});
