import { expect, inject, it } from "vitest";
import { storedResults } from "../../docs/.vitepress/results.ts";
import { each, open } from "./visit.ts";

it("shows every machine that something was measured on, also to whom comes from another page", async () => {
  await each(["guides/training.html"], 1, async (path, page) => {
    await open(page, `${inject("isolated")}guides/benchmarks.html`);
    const machines = page.locator("#machines");
    const built = await machines.innerHTML();
    const headings = await machines.locator("h2").evaluateAll((all) => all.map(({ id }) => id));
    expect(headings).toEqual(storedResults().map(({ name }) => name));
    expect(await page.getByText("No measurement is kept yet").count()).toBe(headings.length === 0 ? 1 : 0);
    await open(page, inject("isolated") + path);
    await page.locator('.VPSidebar a[href$="guides/benchmarks.html"]').click();
    await page.locator("h1", { hasText: "Benchmarks" }).waitFor();
    await expect.poll(() => machines.innerHTML()).toBe(built);
    expect(await page.locator("#bench-style").count()).toBe(1);
  });
});
