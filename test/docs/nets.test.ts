import { expect, inject, it } from "vitest";
import { complaintsOf, newPage } from "./visit.ts";
import { live } from "./widgets.ts";

it("the networks are compared by keyboard: arrows move from cell to cell, and each difference is said", async () => {
  const page = await newPage();
  const complaints = complaintsOf(page);
  await live(page, `${inject("isolated")}alexnet/four.html`);
  const says = page.locator("ag-nets .ag-says");
  await page.locator('ag-nets td[data-key="norm1:paper2012"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect(await page.locator(":focus").getAttribute("data-key")).toBe("norm1:caffe");
  expect(await says.innerText()).toMatch(/^caffe, norm1: .* the paper's text: /);
  await page.keyboard.press("ArrowDown");
  expect(await says.innerText()).toMatch(/^caffe, pool1: /);
  expect(await page.locator('ag-nets td[tabindex="0"]').count()).toBe(1);
  await page.locator('ag-nets [data-set="article"]').press("Enter");
  expect(await page.locator('ag-nets th[scope="col"]').allInnerTexts()).toContain("article");
  expect(complaints).toEqual([]);
  await page.context().close();
});

it("anatomy is driven by keyboard: layers, a measurement, areas, views", async () => {
  const page = await newPage({ reducedMotion: "reduce" });
  const complaints = complaintsOf(page);
  await live(page, `${inject("isolated")}alexnet/anatomy.html`);
  const field = page.locator("ag-receptive-field");
  await field.locator('input[data-set="step"]').focus();
  await page.keyboard.press("ArrowLeft");
  expect(await field.locator(".ag-says").innerText()).toContain("A unit of relu5");
  await field.locator("[data-run]").press("Enter");
  await field.getByText("the same as counted").waitFor();

  const areas = page.locator("ag-treemap");
  const widths = () =>
    areas.locator("rect").evaluateAll((all) => all.map((rect) => rect.getBoundingClientRect().width));
  const before = await widths();
  await areas.locator('[role="radio"][aria-checked="true"]').focus();
  await page.keyboard.press("ArrowRight");
  // Nothing moves for who wants no motion: the areas are there at once.
  expect(
    await areas
      .locator("rect")
      .first()
      .evaluate((rect) => getComputedStyle(rect).transitionProperty),
  ).toBe("none");
  const after = await widths();
  expect(after).toHaveLength(before.length);
  expect(after).not.toEqual(before);
  await areas.locator('td[data-key="conv1:macs"]').focus();
  await page.keyboard.press("ArrowRight");
  expect(await areas.locator(".ag-says").innerText()).toMatch(/^conv1: .* of activations/);

  const figure = page.locator("ag-figure-2");
  const views = new Set([await figure.locator("svg").innerHTML()]);
  await figure.locator('[role="radio"][aria-checked="true"]').focus();
  for (let turn = 0; turn < 2; turn++) {
    await page.keyboard.press("ArrowRight");
    views.add(await figure.locator("svg").innerHTML());
  }
  expect(views.size).toBe(3);
  expect(complaints).toEqual([]);
  await page.context().close();
});
