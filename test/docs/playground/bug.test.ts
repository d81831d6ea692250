import { expect, it } from "vitest";
import { catalog } from "../../../docs/museum/catalog/index.ts";
import { Screen } from "./screen.ts";

it("learns with gradients that are wrong, and says that this is no test", async () => {
  const screen = await Screen.open("epochs=2&batch=10&width=0.25");
  const { page } = screen;
  await page.locator("details.bug").evaluate((details: HTMLDetailsElement) => {
    details.open = true;
  });
  const options = page.locator("[data-field=bug] option");
  await expect.poll(() => options.count()).toBe(catalog.length + 1);
  const bug = catalog.find(({ ops }) => ops.includes("conv2d"))!;
  await page.selectOption("[data-field=bug]", bug.name);
  await screen.computesOn(/reference/);
  expect(await page.isDisabled("[data-field=place]")).toBe(true);
  expect(await screen.text("details.bug")).toContain("learning is no test of a gradient");
  expect(decodeURIComponent(new URL(page.url()).hash)).toContain(bug.name.slice(0, 10));
  await screen.train();
  const losses = (await screen.curve("loss")).map(([, loss]) => Number(loss));
  const mean = (part: readonly number[]) => part.reduce((sum, loss) => sum + loss, 0) / part.length;
  const third = Math.floor(losses.length / 3);
  expect(third).toBeGreaterThan(3);
  expect(mean(losses.slice(-third))).toBeLessThan(mean(losses.slice(0, third)));
  await screen.close();
});
