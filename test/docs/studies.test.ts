import { expect, inject, it } from "vitest";
import { storedStudy } from "../../docs/.vitepress/plugins/studies.ts";
import { studies } from "../../src/study/studies.ts";
import { newPage, open } from "./visit.ts";

it("each study has its place, and what is kept of it is drawn, also for who comes from another page", async () => {
  const page = await newPage();
  await open(page, `${inject("isolated")}alexnet/studies.html`);
  const drawn = () => page.locator(".study").evaluateAll((all) => all.map(({ id, innerHTML }) => [id, innerHTML]));
  const built = await drawn();
  const text = await page.locator("main").innerText();
  for (const { name } of studies) {
    expect(await page.locator(`h2#${name}`).count(), name).toBe(1);
    expect(text).toContain(`npx alexgrad study ${name} `);
    const results = storedStudy(name);
    for (const { sentence } of results?.answers ?? []) expect(text).toContain(sentence);
    expect(built.filter(([id]) => id === `${name}-drawn`).length).toBe(results === null ? 0 : 1);
  }
  expect(text.split("Not run yet").length - 1 + built.length).toBe(studies.length);
  for (const [id, html] of built) expect(html, id).toContain("</svg>");
  await open(page, `${inject("isolated")}guides/training.html`);
  await page.locator('.VPSidebar a[href$="alexnet/studies.html"]').click();
  await expect.poll(drawn).toEqual(built);
  await page.context().close();
});
