import { expect, inject, it } from "vitest";
import { violationsIn } from "../accessibility.ts";
import { open } from "../visit.ts";
import { Screen } from "./screen.ts";

const small = "epochs=1&batch=64&width=0.25";

it("reads and writes its settings in the address, and refuses what is none with a sentence", async () => {
  const screen = await Screen.open("norm=batch&lr=0.05&augment=yes&seed=7");
  const { page } = screen;
  expect(await page.inputValue("[data-field=norm]")).toBe("batch");
  expect(await page.inputValue("[data-field=lr]")).toBe("0.05");
  expect(await page.isChecked("[data-field=augment]")).toBe(true);
  await page.selectOption("[data-field=optimizer]", "adam");
  await screen.says(/^Ready/);
  expect(await page.inputValue("[data-field=lr]")).toBe("0.001");
  const { hash } = new URL(page.url());
  expect(new URLSearchParams(hash.slice(1))).toEqual(
    new URLSearchParams("train&norm=batch&optimizer=adam&lr=0.001&augment=yes&seed=7"),
  );
  await page.fill("[data-field=batch]", "1000");
  await page.press("[data-field=batch]", "Tab");
  await screen.says(/^Images a batch: expected a whole number from 2 to 256/);
  expect(await page.getAttribute("[data-field=batch]", "aria-invalid")).toBe("true");
  expect(new URL(page.url()).hash).toBe(hash);
  await screen.close();
  const other = await Screen.open("lr=fast", {}, /^The address cannot be read: lr: .* Ready: /);
  expect(await other.page.inputValue("[data-field=lr]")).toBe("0.02");
  await other.close();
});

it("keeps what has begun when a setting changes, and begins anew when it is asked to", async () => {
  const screen = await Screen.open(small);
  await screen.step(2);
  await screen.page.selectOption("[data-field=activation]", "tanh");
  expect(await screen.page.locator(".pending").isVisible()).toBe(true);
  await screen.step(1);
  await screen.press("anew");
  await screen.says(/^Done/);
  expect(await screen.page.locator(".pending").isVisible()).toBe(false);
  await screen.close();
});

it("ends its worker when the reader goes to another page in the middle", async () => {
  const screen = await Screen.open();
  const { page } = screen;
  await screen.press("main");
  await expect.poll(() => screen.stepsDone()).toBeGreaterThan(1);
  expect(page.workers().length).toBeGreaterThan(0);
  await page.locator('.VPNavBar a[href$="questions.html"]').first().click();
  await page.waitForURL(/questions/);
  // The engine takes a moment to end them.
  await expect.poll(() => page.workers().length, { timeout: 30_000 }).toBe(0);
  await screen.close();
});

it("is in the menus by links that load it", async () => {
  const screen = await Screen.open(small);
  await open(screen.page, `${inject("isolated")}ops/conv2d.html`);
  const links = screen.page.locator('a[href$="/playground/"]');
  expect(await links.count()).toBeGreaterThan(1);
  for (const target of await links.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).target))) {
    expect(target).toBe("_self");
  }
  await screen.close();
});

const ways = [
  { viewport: { width: 360, height: 740 }, colorScheme: "light" },
  { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { viewport: { width: 1280, height: 900 }, forcedColors: "active" },
] as const;

it.each(ways)("holds WCAG 2.2 after a training, with targets of 44 pixels and no sideways scroll: %o", async (way) => {
  const screen = await Screen.open(small, { ...way, reducedMotion: "reduce" });
  const { page } = screen;
  for (const panel of await page.locator("train-playground details.panel").all()) {
    await panel.evaluate((details: HTMLDetailsElement) => {
      details.open = true;
    });
  }
  await screen.train();
  await page.locator(".takes button").first().click();
  await expect.poll(() => page.locator(".scores li").count()).toBe(10);
  expect(await violationsIn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(way.viewport.width);
  const small44 = await page
    .locator("train-playground :is(button, select, summary, label, input[type=text])")
    .evaluateAll((all) =>
      all
        .filter((control) => control.checkVisibility())
        .map((control) => ({ name: control.outerHTML.slice(0, 80), height: control.getBoundingClientRect().height }))
        .filter(({ height }) => height < 44),
    );
  expect(small44).toEqual([]);
  await screen.close();
});
