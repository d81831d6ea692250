import { expect, inject, it } from "vitest";
import { show, violationsIn } from "./accessibility.ts";
import { book, samples } from "./site.ts";
import { each, open } from "./visit.ts";
import { live, tabsOf, widgetPages } from "./widgets.ts";

/** The first of each kind, and all that have widgets. */
const chosen = [...new Set([...samples(1), ...book.filter(({ html }) => html.includes("<ag-"))])];

it("WCAG 2.2 A and AA hold on a page of each kind, in both schemes, on a phone and on a wide screen", async () => {
  const violations: string[] = [];
  await each(
    chosen,
    2,
    async ({ path, kind }, page) => {
      await open(page, inject("isolated") + path);
      for (const width of [390, 1280]) {
        for (const colorScheme of ["light", "dark"] as const) {
          await show(page, width, colorScheme, kind !== "source");
          const found = await violationsIn(page);
          violations.push(...found.map((what) => `${path}, ${colorScheme}, ${width}: ${what}`));
        }
      }
    },
    { reducedMotion: "reduce" },
  );
  expect(violations).toEqual([]);
}, 300_000);

const ways = [390, 1280].flatMap((width) => (["light", "dark"] as const).map((scheme) => ({ width, scheme })));

it("and in every mode of every widget, in one of these ways", async () => {
  const violations: string[] = [];
  const seen = new Set<string>();
  let turn = 0;
  await each(
    widgetPages,
    2,
    async ({ path }, page) => {
      await live(page, inject("isolated") + path);
      for (const { host, name, value, tab } of await tabsOf(page)) {
        if (seen.has(`${name} ${value}`)) continue;
        seen.add(`${name} ${value}`);
        const { width, scheme } = ways[turn++ % ways.length];
        await show(page, width, scheme);
        await page.locator(tab).click();
        const found = await violationsIn(page, host);
        violations.push(...found.map((what) => `${path}, ${name}, ${value}, ${scheme}, ${width}: ${what}`));
      }
    },
    { reducedMotion: "reduce" },
  );
  expect(seen.size).toBeGreaterThan(80);
  expect(violations).toEqual([]);
}, 300_000);
