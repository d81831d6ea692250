import { expect, inject, it } from "vitest";
import { bugDevice } from "../../docs/museum/bugDevice.ts";
import { exhibits } from "../../docs/museum/exhibits/index.ts";
import { judge } from "../../docs/museum/judge.ts";
import { complaintsOf, newPage } from "./visit.ts";
import { live } from "./widgets.ts";

const hiding = exhibits.flatMap((exhibit) => (exhibit.hides === null ? [] : [{ ...exhibit, at: exhibit.hides }]));
const showing = exhibits.map((exhibit) => ({ ...exhibit, at: exhibit.shows }));

/** What the page says of bug after bug, once each is chosen. */
const verdicts = async (ids: readonly string[]) => {
  const widget = document.querySelector("ag-museum")!;
  const select = widget.querySelector("select")!;
  const all: Record<string, string | undefined>[] = [];
  for (const id of ids) {
    select.value = id;
    // Takes the last verdict away at once.
    select.dispatchEvent(new Event("input", { bubbles: true }));
    let verdict: HTMLElement | null = null;
    while (verdict === null) {
      await new Promise((resolve) => setTimeout(resolve));
      verdict = widget.querySelector(".ag-verdict[data-status]");
    }
    all.push({ ...verdict.dataset });
  }
  return all;
};

it.each([
  ["shows", showing, "failed"],
  ["hides", hiding, "passed"],
] as const)("says of every bug, where it %s, what Node computes", async (place, shown, status) => {
  const page = await newPage();
  const complaints = complaintsOf(page);
  // From an address, as the page's links have it.
  await live(page, `${inject("isolated")}gradients/museum.html#museum&bug=max-pool-assign&at=${place}`);
  await page.locator(`ag-museum .ag-verdict[data-status=${status}]`).waitFor();
  const said = await page.evaluate(
    verdicts,
    shown.map(({ id }) => id),
  );
  expect(shown.length).toBeGreaterThanOrEqual(70);
  expect(said).toHaveLength(shown.length);
  for (const [i, { bug, at }] of shown.entries()) {
    const { order, report } = await judge(at, bugDevice(bug));
    const hint = report.hints[0]?.kind ?? "";
    expect(report.status).toBe(status);
    expect(said[i], bug.name).toEqual({ status, order: String(order), hint });
  }
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
