import { describe, expect, it } from "vitest";
import { bugDevice } from "../../docs/museum/bugDevice.ts";
import { catalog } from "../../docs/museum/catalog/index.ts";
import { byName, exhibits } from "../../docs/museum/exhibits/index.ts";
import { judge } from "../../docs/museum/judge.ts";
import { ReferenceDevice } from "../../src/devices/reference.ts";

const hiding = exhibits.flatMap(({ bug, hides }) => (hides === null ? [] : [{ bug, hides }]));
const sound = new ReferenceDevice("float64");

it("every bug is shown, under an address of its own", () => {
  expect(exhibits.length).toBeGreaterThanOrEqual(90);
  expect(Object.keys(byName).sort()).toEqual(catalog.map(({ name }) => name).sort());
  expect(new Set(exhibits.map(({ id }) => id)).size).toBe(exhibits.length);
  for (const { id } of exhibits) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

describe("the checker", () => {
  it.each(exhibits)("rejects $bug.name where it shows, with the hint that is stated", async (exhibit) => {
    const { bug, shows, order, hint } = exhibit;
    const found = await judge(shows, bugDevice(bug));
    const { status, hints } = found.report;
    expect([status, found.order, hints[0]?.kind ?? null]).toEqual(["failed", order, hint]);
    expect((await judge(shows, sound)).report.status).toBe("passed");
  });

  it.each(hiding)("passes $bug.name in both orders where it hides", async ({ bug, hides }) => {
    const { order, report } = await judge(hides, bugDevice(bug));
    expect([report.status, order]).toEqual(["passed", 2]);
    expect((await judge(hides, sound)).report.status).toBe("passed");
  });
});

it("most bugs have a place to hide", () => {
  expect(hiding.length).toBeGreaterThanOrEqual(70);
});
