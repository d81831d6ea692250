import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { Killer } from "./killer.ts";
import { checking, computing, decoding, prefetching, type Round } from "./rounds.ts";

const lost = /(was|were) lost( with it)?|cannot be kept running/;

describe("threads that are all killed at random moments", () => {
  it.each<[string, longestLife: number, () => Promise<Round>]>([
    ["prefetching", 150, prefetching],
    // A decoder takes a third of a second to load.
    ["decoding", 2000, decoding],
    ["checking", 150, checking],
    ["computing", 150, computing],
  ])("leave %s with the right result or a clear error", async (_, longestLife, make) => {
    const ends: Promise<unknown>[] = [];
    const started = (worker: Worker) => ends.push(once(worker, "exit"));
    process.on("worker", started);
    const round = await make();
    expect(await round()).toBe(true);
    process.off("worker", started);
    // Those that the decoder keeps for its next images would not be killed.
    await Promise.all(ends);
    using killer = new Killer(1, longestLife);
    for (let i = 0; i < 2 || killer.kills === 0; i++) {
      const outcome = await round().catch((error: Error) => error.message);
      if (outcome !== true) expect(outcome).toMatch(lost);
    }
  });
});
