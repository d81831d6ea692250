import { expect, inject, it } from "vitest";
import { newPage } from "./visit.ts";
import { live } from "./widgets.ts";

it("a typed number is on the screen with its gradients within 100 ms, and 200 of them leave no memory behind", async () => {
  const page = await newPage();
  await live(page, `${inject("isolated")}ops/conv2d.html`);
  await page.locator('[data-set="mode"][data-value="by-x"]').first().click();
  await page.locator('ag-conv2d td[data-key="w:0,0,1,1"]').click();
  const session = await page.context().newCDPSession(page);
  const type = (count: number) =>
    page.evaluate(async (count) => {
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        const input = document.querySelector<HTMLInputElement>("[data-edit]")!;
        const from = performance.now();
        input.value = String(i % 9);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        times.push(performance.now() - from);
      }
      return times.sort((a, b) => a - b)[count >> 1];
    }, count);
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  };
  const median = await type(210);
  const before = await heap();
  await type(200);
  const growth = (await heap()) - before;
  console.log(
    `conv2d: ${median.toFixed(0)} ms from a typed number to the screen; ${(growth / 1000).toFixed(0)} kB more after 200`,
  );
  expect(median).toBeLessThanOrEqual(100);
  expect(growth).toBeLessThan(500_000);
  await page.context().close();
});
