import { expect, it } from "vitest";
import { bugDevice } from "../../docs/museum/bugDevice.ts";
import { judge } from "../../docs/museum/judge.ts";
import { type Loss, passing, tried } from "../../docs/museum/survivors.ts";
import { initialState, readState } from "../../docs/widgets/core/address.ts";
import { fields, lessKind, pointsOf } from "../../docs/widgets/which-test/state.ts";

const initial = initialState(fields);
const pointsAt = (text: string) => pointsOf(readState(fields, text, initial));

async function survivors(text: string, loss: Loss = "full"): Promise<string[]> {
  const names: string[] = [];
  for await (const { bug, passes } of passing(pointsAt(text), loss)) if (passes) names.push(bug.name);
  return names;
}

it("of 22 bugs, 12 pass at the usual geometry of courses, and 2 at one that is less kind", async () => {
  expect(tried.length).toBe(22);
  const usual = await survivors("");
  expect(usual.length).toBe(12);
  expect(usual).toContain("maxPool2dGrad: = for += where windows overlap");
  expect(await survivors(lessKind)).toEqual([
    "maxPool2dGrad: last partial window dropped",
    "maxPool2dGather: takes the maximum again, not the winner",
  ]);
});

it("one output at a time never adds up, so that an = for a += passes there too", async () => {
  const assigned = "conv2dGradInput: = for += over the kernel's taps";
  expect(await survivors("", "weights")).not.toContain(assigned);
  expect(await survivors("", "each")).toContain(assigned);
});

it("passes what the gradient checker passes, order 1", async () => {
  // Small enough for differences.
  const small = "n=2&c=2&size=3&kh=2&kw=2&before=0&after=0&psize=3&psh=1&psw=1";
  const passed = await survivors(small);
  for (const bug of tried) {
    const { conv2d, maxPool2d } = pointsAt(small);
    const { order } = await judge(bug.ops.includes("conv2d") ? conv2d : maxPool2d, bugDevice(bug));
    expect(passed.includes(bug.name), bug.name).toBe(order === 2);
  }
});
