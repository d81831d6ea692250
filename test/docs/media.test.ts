import { expect, inject, it } from "vitest";
import { book } from "./site.ts";
import { each } from "./visit.ts";
import { live, tabsOf, touchable, widgetPages } from "./widgets.ts";

it("on paper there is each widget's figure with its numbers, and no control", async () => {
  const faults: string[] = [];
  await each(
    widgetPages,
    2,
    async ({ path }, page) => {
      await live(page, inject("isolated") + path);
      await page.emulateMedia({ media: "print" });
      const found = await page.evaluate((touchable) => {
        const figures = [...document.querySelectorAll<HTMLElement>(".ag-figure")];
        const small = figures.filter((figure) => !figure.checkVisibility() || figure.offsetHeight < 60);
        const cut = figures.filter((figure) => figure.scrollWidth > figure.clientWidth);
        const folded = [...document.querySelectorAll(".ag-figure details > :not(summary)")];
        // What a figure folds is unfolded: its summary stands as a title.
        const controls = [...document.querySelectorAll(touchable)].filter(
          (control) => control.checkVisibility() && !control.matches(".ag-figure summary"),
        );
        const name = (element: Element) => element.outerHTML.slice(0, 120);
        return [
          ...(figures.length === 0 ? ["no figure"] : []),
          ...small.map((figure) => `hidden: ${name(figure)}`),
          ...folded.filter((part) => !part.checkVisibility()).map((part) => `folded: ${name(part)}`),
          ...cut.map((figure) => `cut: ${name(figure)}`),
          ...controls.map((control) => `shown: ${name(control)}`),
        ];
      }, touchable);
      faults.push(...found.slice(0, 4).map((what) => `${path}: ${what}`));
    },
    // The width of a sheet.
    { viewport: { width: 720, height: 1000 } },
  );
  expect(faults).toEqual([]);
});

it("in forced colors a cell that is selected or lit has another border or outline than one that is not", async () => {
  const faults: string[] = [];
  const seen = { selected: 0, lit: 0 };
  await each(
    widgetPages,
    2,
    async ({ path }, page) => {
      await live(page, inject("isolated") + path);
      const cells = page.locator("[data-live] td[data-key]");
      if ((await cells.count()) > 0) await cells.first().click();
      const { alike, counts } = await page.evaluate(() => {
        const lines = (cell: Element) => {
          const { borderTopWidth, borderTopStyle, borderTopColor, ...rest } = getComputedStyle(cell);
          const outline = rest.outlineStyle === "none" ? [] : [rest.outlineStyle, rest.outlineWidth, rest.outlineColor];
          return [borderTopWidth, borderTopStyle, borderTopColor, ...outline].join(" ");
        };
        const plain = [...document.querySelectorAll("[data-live] td[data-key]")].filter((cell) =>
          [...cell.classList].every((name) => /^([np][1-5]|long|hue)$/.test(name)),
        );
        const others = new Set(plain.map(lines));
        const marked = (mark: string) => [...document.querySelectorAll(`[data-live] td.${mark}`)];
        const alike = ["selected", "lit"].flatMap(marked).filter((cell) => others.has(lines(cell)));
        return {
          alike: alike.map((cell) => `${cell.outerHTML.slice(0, 100)} ${lines(cell)}`),
          counts: { selected: marked("selected").length, lit: marked("lit").length },
        };
      });
      seen.selected += counts.selected;
      seen.lit += counts.lit;
      faults.push(...alike.slice(0, 2).map((what) => `${path}: ${what}`));
    },
    { forcedColors: "active" },
  );
  expect(Math.min(seen.selected, seen.lit)).toBeGreaterThan(10);
  expect(faults).toEqual([]);
});

it("under reduced motion nothing plays by itself, and no mode asks for a frame of animation", async () => {
  const faults: string[] = [];
  await each(
    widgetPages,
    2,
    async ({ path }, page) => {
      await live(page, inject("isolated") + path);
      const figures = () => page.locator(".ag-figure").allInnerTexts();
      const before = await figures();
      // Longer than two steps of what plays.
      await page.waitForTimeout(1600);
      if (JSON.stringify(await figures()) !== JSON.stringify(before)) faults.push(`${path}: plays by itself`);
      const tabs = (await tabsOf(page)).map(({ tab }) => tab);
      const asked = await page.evaluate((tabs) => {
        const asked: string[] = [];
        const ask = requestAnimationFrame;
        globalThis.requestAnimationFrame = (run) => {
          asked.push(`a frame: ${new Error().stack}`);
          return ask(run);
        };
        for (const tab of tabs) document.querySelector<HTMLElement>(tab)!.click();
        const moving = document.getAnimations().map((animation) => `an animation of ${animation.id}`);
        globalThis.requestAnimationFrame = ask;
        return [...asked, ...moving];
      }, tabs);
      faults.push(...asked.map((what) => `${path}: ${what}`));
    },
    { reducedMotion: "reduce" },
  );
  expect(faults).toEqual([]);
});

it("at 200 % no page scrolls sideways, in no mode of its widgets", async () => {
  const wide: string[] = [];
  await each(
    book,
    2,
    async ({ path }, page) => {
      const measure = async (what: string) => {
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        if (width > 640) wide.push(`${path}${what}: ${width} pixels wide`);
      };
      await live(page, inject("isolated") + path);
      await measure("");
      for (const { name, value, tab } of await tabsOf(page)) {
        await page.locator(tab).click();
        await measure(`, ${name}, ${value}`);
      }
    },
    { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  );
  expect(wide).toEqual([]);
});
