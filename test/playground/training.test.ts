import { describe, expect, it } from "vitest";
import { colored } from "./files.ts";
import { Listened } from "./session.ts";

/** Few steps, with all that a curve may depend on. */
const short = {
  data: "own",
  network: { dropout: 0.2, width: 0.25 },
  recipe: { batch: 8, epochs: 4, augment: true },
} as const;
const files = { do: "files", files: colored(30) } as const;

async function curveOf(changes: Parameters<Listened["reset"]>[0]): Promise<Pick<Listened, "losses" | "steps">> {
  await using session = new Listened();
  await session.ask(files);
  await session.reset(changes);
  await session.run();
  expect(session.errors).toEqual([]);
  return { losses: session.losses, steps: session.steps };
}

describe("a training in the page", () => {
  it("learns nine of ten built-in images with the choice that the page begins with", async () => {
    await using session = new Listened();
    await session.reset();
    await session.run(() => session.of("epoch").some(({ test }) => test.error <= 0.1) || session.state === "done");
    const { train, test, seconds, step } = session.last("epoch");
    expect(test.error).toBeLessThanOrEqual(0.1);
    expect(train.error).toBeLessThan(0.5);
    expect(seconds).toBeGreaterThan(0);
    expect(session.steps).toEqual(Array.from({ length: session.steps.length }, (_, i) => i + 1));
    expect(session.steps.length).toBeGreaterThanOrEqual(step);
    const [wrong] = session.of("wrong");
    expect(wrong!.images.length).toBe(12);
    for (const { label, guess, probability } of wrong!.images) {
      expect(label).not.toBe(guess);
      expect(probability).toBeGreaterThan(0.1);
    }
    expect(session.last("ready").steps).toBe(790);
    expect(session.errors).toEqual([]);
  }, 240_000);

  it("has the same curve twice, on one thread and on two", async () => {
    const { losses, steps } = await curveOf(short);
    expect(steps).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    expect((await curveOf(short)).losses).toEqual(losses);
    expect((await curveOf({ ...short, place: "cpu1" })).losses).toEqual(losses);
    expect((await curveOf({ ...short, seed: 1 })).losses).not.toEqual(losses);
  });

  it("goes on as if it had not been paused, stepped and moved", async () => {
    const { losses } = await curveOf(short);
    await using session = new Listened();
    await session.ask(files);
    await session.reset(short);
    await session.ask({ do: "step" }, { do: "step" });
    expect(session.steps).toEqual([1, 2]);
    expect(session.of("look").map(({ step }) => step)).toEqual([1, 2]);
    for (let i = 3; i <= 9; i++) {
      await session.run(() => session.of("state").length > 0);
      await session.ask({ do: "pause" });
      await session.ask({ do: "step" }, { do: "move", place: i % 2 === 0 ? "cpu" : "cpu1" });
      expect(session.last("place").step).toBe(session.steps.length);
    }
    await session.run();
    expect(session.losses).toEqual(losses);
    expect(session.of("epoch").map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 6],
      [2, 12],
      [3, 18],
      [4, 24],
    ]);
    expect(session.state).toBe("done");
    expect(session.errors).toEqual([]);
  });

  it("has the loss of one device on another", async () => {
    const change = { ...short, network: { width: 0.25, norm: "batch" } } as const;
    const lossesOf = async (places: readonly ("cpu" | "reference")[]) => {
      await using session = new Listened();
      await session.ask(files);
      await session.reset(change);
      for (const place of places) await session.ask({ do: "move", place }, { do: "step" }, { do: "step" });
      expect(session.of("place").map(({ place }) => place)).toEqual(["cpu", ...places]);
      return session.losses;
    };
    const moved = await lossesOf(["cpu", "reference", "cpu"]);
    const stayed = await lossesOf(["cpu", "cpu", "cpu"]);
    expect(moved.length).toBe(6);
    moved.forEach((loss, i) => {
      expect(Math.abs(loss - stayed[i]!)).toBeLessThan(1e-4);
    });
  });
});
