import { expect, inject, it } from "vitest";
import { bugDevice } from "../../docs/museum/bugDevice.ts";
import { exhibits } from "../../docs/museum/exhibits/index.ts";
import { judge } from "../../docs/museum/judge.ts";
import { complaintsOf, newPage } from "./visit.ts";
import { live } from "./widgets.ts";

const places = exhibits.flatMap((exhibit) => [
  { ...exhibit, at: "shows", geometry: exhibit.shows },
  ...(exhibit.hides === null ? [] : [{ ...exhibit, at: "hides", geometry: exhibit.hides }]),
]);

it("says of every bug what Node computes, where it shows and where it hides", async () => {
  const page = await newPage();
  const complaints = complaintsOf(page);
  await live(page, `${inject("isolated")}gradients/museum.html`);
  for (const { id, bug, at, geometry } of places) {
    const said = await page.evaluate(async (hash) => {
      location.hash = hash;
      const widget = document.querySelector("ag-museum")!;
      // The address is read in a task of its own, and takes the last verdict away.
      await new Promise((resolve) => addEventListener("hashchange", () => setTimeout(resolve), { once: true }));
      for (;;) {
        const verdict = widget.querySelector<HTMLElement>(".ag-verdict");
        if (verdict !== null) return { ...verdict.dataset };
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    }, `museum&bug=${id}&at=${at}`);
    const { order, report } = await judge(geometry, bugDevice(bug));
    const hint = report.hints[0]?.kind ?? "";
    expect(said, bug.name).toEqual({ status: report.status, order: String(order), hint });
    expect(report.status).toBe(at === "shows" ? "failed" : "passed");
  }
  expect(places.length).toBeGreaterThan(150);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it("counts in the page which bugs a test lets pass", async () => {
  const page = await newPage();
  const complaints = complaintsOf(page);
  await live(page, `${inject("isolated")}gradients/museum.html`);
  const widget = page.locator("ag-which-test");
  await widget.getByRole("button", { name: "Which bugs pass?" }).click();
  await widget.getByText("12 of 22 bugs pass this test.").waitFor();
  await widget.getByRole("link", { name: "one that is less kind" }).click();
  await widget.getByText("2 of 22 bugs pass this test.", { exact: true }).waitFor();
  expect(await widget.locator("li").allTextContents()).toEqual([
    "maxPool2dGrad: last partial window dropped",
    "maxPool2dGather: takes the maximum again, not the winner",
  ]);
  expect(complaints).toEqual([]);
  await page.context().close();
});
