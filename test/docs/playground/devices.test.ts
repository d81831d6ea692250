import { expect, it } from "vitest";
import { Screen } from "./screen.ts";

const small = "batch=8&width=0.25&seed=1";
const losses = async (screen: Screen) => (await screen.curve("loss")).map(([, loss]) => Number(loss));

it("goes from cpu to WebGL2 to WebGPU and back in the middle, and the loss goes on as if it had stayed", async () => {
  const stayed = await Screen.open(small);
  await stayed.step(8);
  const expected = await losses(stayed);
  await stayed.close();

  const screen = await Screen.open(small);
  await screen.step(2);
  for (const [place, name] of [
    ["webgl2", /GPU by WebGL2/],
    ["webgpu", /GPU by WebGPU/],
    ["cpu", /cpu, \d+ thread/],
  ] as const) {
    await screen.move(place);
    await screen.computesOn(name);
    await screen.step(2);
  }
  const seen = await losses(screen);
  expect(seen.length).toBe(8);
  for (const [i, loss] of seen.entries()) expect(Math.abs(loss - expected[i])).toBeLessThan(0.02);
  expect(await screen.page.locator(".curves .loss .mark text").allTextContents()).toEqual(["webgl2", "webgpu", "cpu"]);
  expect(new URL(screen.page.url()).hash).not.toContain("place");
  await screen.close();
});

it("goes on when the GPU is lost, and says so", async () => {
  const screen = await Screen.open(`${small}&place=webgl2`);
  await screen.computesOn(/GPU by WebGL2/);
  await screen.step(1);
  await screen.press("lose");
  await screen.computesOn(/cpu/);
  await screen.says(/^The GPU was lost .* it computes on cpu, \d threads?\.$/);
  await screen.step(2);
  expect(await losses(screen)).toHaveLength(3);
  expect(await screen.page.locator("[name=lose]").isVisible()).toBe(false);
  await screen.close();
});

it("has one thread where nothing isolates it, and says how to get more", async () => {
  const screen = await Screen.open(small, { site: "plain" });
  await screen.computesOn(/cpu, 1 thread\..*two headers/);
  await screen.step(1);
  await screen.close();
});
