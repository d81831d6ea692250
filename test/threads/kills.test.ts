import { describe, expect, it } from "vitest";
import { Killer } from "./killer.ts";
import { checking, computing, decoding, prefetching, type Round } from "./rounds.ts";

const lost = /(was|were) lost( with it)?|cannot be kept running/;

describe("threads that are all killed at random moments", () => {
  it.each<[string, () => Promise<Round>]>([
    ["prefetching", prefetching],
    ["decoding", decoding],
    ["checking", checking],
    ["computing", computing],
  ])("leave %s with the right result or a clear error", async (_, make) => {
    const round = await make();
    expect(await round()).toBe(true);
    using killer = new Killer(1, 150);
    for (let i = 0; i < 2 || killer.kills === 0; i++) {
      const outcome = await round().catch((error: Error) => error.message);
      if (outcome !== true) expect(outcome).toMatch(lost);
    }
  });
});
