import { describe, expect, inject, it } from "vitest";
import { complaintsOf, newPage, open } from "./visit.ts";

describe("conv2d, by hand", () => {
  const address = () => `${inject("isolated")}ops/conv2d.html`;
  const openLive = async (options = {}) => {
    const page = await newPage(options);
    await open(page, address());
    await page.waitForSelector("ag-conv2d[data-live]");
    return page;
  };
  const says = ".ag-says";

  it("by keyboard alone: cells, numbers, steps, undo, modes", async () => {
    const page = await openLive();
    await page.locator('ag-conv2d td[data-key="x:0,0,0,0"]').focus();
    for (const key of ["ArrowRight", "ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
    expect(await page.locator(says).first().textContent()).toContain("x[0, 0, 1, 2]");
    await page.keyboard.type("25");
    await page.keyboard.press("Enter");
    const cell = page.locator('ag-conv2d td[data-key="x:0,0,1,2"]');
    expect(await cell.textContent()).toContain("25");
    expect(await cell.getAttribute("aria-label")).toMatch(/^x\[0, 0, 1, 2\] = 25/);
    await page.keyboard.press("+");
    expect(await cell.textContent()).toContain("26");
    await page.keyboard.press("Control+z");
    expect(await cell.textContent()).toContain("25");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("2");
    expect(await page.evaluate(() => location.hash)).toContain("mode=by-x");
    expect(await page.locator('[role="radio"][aria-checked="true"]').first().textContent()).toBe("by x");
    await page.context().close();
  });

  it("by touch: tap selects, a second tap edits", async () => {
    const page = await openLive({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
    const cell = page.locator('ag-conv2d td[data-key="w:0,0,0,1"]');
    await cell.tap();
    expect(await page.locator(says).first().textContent()).toContain("w[0, 0, 0, 1]");
    await cell.tap();
    await page.locator("[data-edit]").fill("−7");
    expect(await cell.textContent()).toContain("−7");
    await page.context().close();
  });

  it("what is refused says why in the library's words, over the last good drawing", async () => {
    const page = await openLive();
    const complaints = complaintsOf(page);
    const y = () => page.locator('ag-conv2d td[data-key^="y:"]').count();
    const message = () => page.locator(".ag-message").first().textContent();
    const before = await y();
    const set = async (name: string, value: string) => {
      await page.locator(`ag-conv2d [data-set="${name}"]`).first().fill(value);
      return message();
    };
    expect(await set("sh sw", "0")).toContain("expected stride");
    expect(await y()).toBe(before);
    await set("sh sw", "2");
    await set("top bottom left right", "0");
    expect(await set("h w", "2")).toContain("window no larger than the padded input");
    expect(await y()).toBeGreaterThan(0);
    await set("h w", "5");
    expect(await set("groups", "3")).toContain("channels divisible by groups");
    await set("groups", "1");
    expect(await message()).toBe("");
    await page.locator('ag-conv2d td[data-key="x:0,0,0,0"]').click();
    await page.locator("[data-edit]").fill("");
    expect(await message()).toContain("an empty field");
    await page.locator("[data-edit]").fill("two");
    expect(await message()).toContain('got "two"');
    await page.locator("[data-edit]").fill("NaN");
    expect(await page.locator('ag-conv2d td[data-key="y:0,0,0,0"]').textContent()).toBe("NaN");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("its address is its state", async () => {
    const page = await newPage();
    await open(page, `${address()}#conv2d&mode=by-w&sh=1&sw=1&x=ramp;0,0,0,0:9&select=∂w:0,0,0,0`);
    await page.waitForSelector("ag-conv2d[data-live]");
    expect(await page.locator(says).first().textContent()).toContain("∂w[0, 0, 0, 0]");
    expect(await page.locator('ag-conv2d td[data-key="x:0,0,0,0"]').textContent()).toContain("9");
    await page.context().close();
  });

  it("the probe is within what is accepted where the loss is smooth, and names the kink where it is not", async () => {
    const page = await newPage();
    await open(page, `${address()}#conv2d&mode=probe`);
    await page.waitForSelector("ag-conv2d .ag-verdict");
    expect(await page.locator(".ag-verdict").first().textContent()).toContain("agree");
    await open(page, `${address()}#conv2d&mode=probe&loss=kinked&h2=0&select=x:0,0,4,4`);
    await page.reload();
    await page.waitForSelector("ag-conv2d .ag-kinks");
    expect(await page.locator(".ag-kinks").first().textContent()).toMatch(/x [+−] h: sign of y\[0, 0, \d, \d\]/);
    await page.context().close();
  });

  it("the checker's verdict comes to a broken gradient", async () => {
    const page = await newPage();
    await open(page, `${address()}#conv2d&mode=broken`);
    await page.waitForFunction(() => document.querySelector(".ag-verdict")?.textContent?.includes("rejects"));
    expect(await page.locator(".ag-figure pre").first().textContent()).toContain("differences:");
    await page.context().close();
  });
});
