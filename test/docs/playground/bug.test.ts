import { expect, it } from "vitest";
import { catalog } from "../../../docs/museum/catalog/index.ts";
import { exhibits } from "../../../docs/museum/exhibits/index.ts";
import { book } from "../site.ts";
import { minutes, Screen } from "./screen.ts";

it(
  "learns with gradients that are wrong, and says that this is no test",
  async () => {
    const screen = await Screen.open();
    const { page } = screen;
    await page.locator("details.bug").evaluate((details: HTMLDetailsElement) => {
      details.open = true;
    });
    const options = page.locator("[data-field=bug] option");
    await expect.poll(() => options.count(), { timeout: minutes(1) }).toBe(catalog.length + 1);
    const bug = catalog.find(({ name }) => name === "conv2dGradInput: padding off by one on the left")!;
    await page.selectOption("[data-field=bug]", bug.name);
    await screen.computesOn(/reference/);
    expect(await page.isDisabled("[data-field=place]")).toBe(true);
    expect(await screen.text("details.bug")).toContain("learning is no test of a gradient");
    expect(decodeURIComponent(new URL(page.url()).hash)).toContain(bug.name.slice(0, 10));
    const museum = await page.getAttribute(".museum a", "href");
    expect(museum).toBe(`../gradients/museum.html#museum&bug=${exhibits.find((each) => each.bug === bug)!.id}`);
    expect(book.map(({ path }) => path)).toContain("gradients/museum.html");
    await page.fill("[data-field=epochs]", "3");
    await page.press("[data-field=epochs]", "Tab");
    await screen.says(/^Ready.* 114 steps\.$/);
    await screen.train();
    const losses = (await screen.curve("loss")).map(([, loss]) => Number(loss));
    const mean = (part: readonly number[]) => part.reduce((sum, loss) => sum + loss, 0) / part.length;
    const third = Math.floor(losses.length / 3);
    expect(third).toBeGreaterThan(3);
    expect(mean(losses.slice(-third))).toBeLessThan(mean(losses.slice(0, third)));
    await screen.close();
  },
  minutes(4),
);
