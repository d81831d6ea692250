import { describe, expect, it } from "vitest";
import { takeTurns } from "../../bench/engine/rounds.ts";
import { taking } from "./contenders.ts";

/** Contenders that note their calls; `at` may do something in one. */
function noting(names: string, at: (calls: readonly string[]) => void = () => {}) {
  const calls: string[] = [];
  const contenders = [...names].map((name) => ({
    ...taking(name, [1]),
    run: async () => {
      calls.push(name);
      at(calls);
      return 1;
    },
  }));
  return { calls, contenders };
}

/** What is still under way has come to its end. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 150));

describe("contenders", () => {
  it("take turns, in reversed order on odd rounds", async () => {
    const { calls, contenders } = noting("abc");
    await takeTurns(contenders, { rounds: 3, least: 0 });
    expect(calls.join("")).toBe("abccbaabccbaabc");
  });

  it("are called as often as fills a turn, and say what the first and the second call took", async () => {
    const [times] = await takeTurns([taking("a", [40, 2])], { rounds: 3, least: 7 });
    expect(times).toEqual({ first: 40, warm: 2, rounds: [2, 2, 2], calls: 4 });
  });

  it("are woken before each turn", async () => {
    const log: string[] = [];
    const wake = async () => log.push("wake");
    const run = async () => {
      log.push("run");
    };
    await takeTurns([{ ...taking("a", [1]), wake, run }], { rounds: 1, least: 0 });
    expect(log).toEqual(["wake", "run", "wake", "run", "wake", "run"]);
  });

  it("have fewer rounds where they take long, and three at least", async () => {
    const rounds = async (budget: number) => {
      const told: string[] = [];
      const onRound = (round: number, of: number) => told.push(`${round}/${of}`);
      const [times] = await takeTurns([taking("a", [80]), taking("b", [80])], { rounds: 6, least: 0, budget, onRound });
      expect(told.at(-1)).toBe(`${told.length}/${told.length}`);
      expect(times.rounds).toHaveLength(told.length);
      return told.length;
    };
    expect(await rounds(1e6)).toBe(6);
    expect(await rounds(850)).toBe(4);
    expect(await rounds(1)).toBe(3);
  });

  it("end all at once where one fails", async () => {
    const { calls, contenders } = noting("abc", (soFar) => {
      if (soFar.length === 8) throw new Error("broken");
    });
    await expect(takeTurns(contenders, { rounds: 9, least: 0 })).rejects.toThrow("broken");
    await settle();
    expect(calls.join("")).toBe("abccbaab");
  });

  it("end when they are told to only after the call that is under way, be it a waking", async () => {
    for (const when of ["wake", "run"] as const) {
      const controller = new AbortController();
      const log: string[] = [];
      const slow = async () => {
        controller.abort(new Error("enough"));
        await settle();
        log.push("over");
      };
      const contenders = [{ ...taking("a", [1]), [when]: slow }, taking("b", [1])];
      await expect(takeTurns(contenders, { rounds: 9, least: 0, signal: controller.signal })).rejects.toThrow("enough");
      expect(log).toEqual(["over"]);
    }
  });

  it("are not called once they are told to end while they wake", async () => {
    const controller = new AbortController();
    const { calls, contenders } = noting("ab");
    const wake = async () => controller.abort(new Error("enough"));
    const [a, b] = contenders;
    const turns = takeTurns([{ ...a!, wake }, b!], { rounds: 9, least: 0, signal: controller.signal });
    await expect(turns).rejects.toThrow("enough");
    await settle();
    expect(calls).toEqual([]);
  });

  it("end all at once when they are told to", async () => {
    const controller = new AbortController();
    const { calls, contenders } = noting("ab", (soFar) => {
      if (soFar.length === 6) controller.abort(new Error("enough"));
    });
    const { signal } = controller;
    await expect(takeTurns(contenders, { rounds: 9, least: 0, signal })).rejects.toThrow("enough");
    await settle();
    expect(calls.join("")).toBe("abbaab");
    await expect(takeTurns(contenders, { rounds: 9, least: 0, signal })).rejects.toThrow("enough");
    expect(calls).toHaveLength(6);
  });
});
