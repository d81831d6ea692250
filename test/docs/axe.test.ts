import { expect, inject, it } from "vitest";
import { show, violationsIn } from "./accessibility.ts";
import { samples } from "./site.ts";
import { each, open } from "./visit.ts";
import { live, tabsOf, widgetPages } from "./widgets.ts";

const firsts = samples(1);
const chosen = [...new Set([...firsts, ...widgetPages])];

/** A telephone and a wide screen, both schemes. The first page of a kind is seen in two ways that differ in both, the others in one. */
const ways = [
  { width: 390, scheme: "light" },
  { width: 1280, scheme: "dark" },
  { width: 390, scheme: "dark" },
  { width: 1280, scheme: "light" },
] as const;

it("WCAG 2.2 A and AA hold on a page of each kind, in both schemes, on a phone and on a wide screen", async () => {
  const violations: string[] = [];
  await each(
    chosen,
    2,
    async (built, page) => {
      const { path, kind } = built;
      await open(page, inject("isolated") + path);
      const one = chosen.indexOf(built) % ways.length;
      const own = firsts.includes(built) ? [ways[one], ways[one ^ 1]] : [ways[one]];
      for (const { width, scheme } of own) {
        await show(page, width, scheme, kind !== "source");
        const found = await violationsIn(page);
        violations.push(...found.map((what) => `${path}, ${scheme}, ${width}: ${what}`));
      }
    },
    { reducedMotion: "reduce" },
  );
  expect(violations).toEqual([]);
}, 300_000);

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
