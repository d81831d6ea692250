import { describe, expect, it } from "vitest";
import { type Limit, measure, shareOfBound } from "../../bench/engine/measure.ts";
import { taking, taskOf } from "./contenders.ts";

const options = { rounds: 3, least: 0 };

/** 100 FLOP in 5 ms. */
const limit: Limit = { kind: "compute", contender: taking("limit", [5]), per: 100 };

describe("a row", () => {
  it("has the times, the share of the bound, and the ratios to the others of its rounds", async () => {
    const contenders = [taking("one", [30, 10]), taking("two", [8], { peakBytes: () => 7 })];
    const [one, two] = await measure(taskOf(contenders, { limits: [limit] }), options);
    expect(one.time).toMatchObject({ first: 30, compile: 20, warm: 10, calls: 1, steady: { median: 10, count: 3 } });
    expect(one.bound).toMatchObject({ kind: "compute", share: { median: 0.5 } });
    expect(one.ratios).toMatchObject([{ to: "two", ratio: { median: 1.25 }, verdict: "slower" }]);
    expect(two.ratios).toMatchObject([{ to: "one", ratio: { median: 0.8 }, verdict: "faster" }]);
    expect(one.noise).toMatchObject({ spread: 0, isProven: true });
    expect([one.peakBytes, two.peakBytes, two.noise]).toEqual([undefined, 7, undefined]);
  });

  it("takes the limit that is reached first, of the same device and threads", async () => {
    const memory: Limit = { kind: "memory", contender: taking("memory", [6]), per: 10 };
    const other = { ...taking("other", [1000]), facts: () => ({ device: "cpu", threads: 2 }) };
    const slow: Limit = { kind: "memory", contender: taking("slow", [9]), per: 10 };
    const limits = [limit, slow, memory, { ...limit, contender: other }];
    const [row] = await measure(taskOf([taking("one", [10])], { limits }), options);
    expect(row.bound).toMatchObject({ kind: "memory", share: { median: 0.6 } });
  });

  it("is bounded by its own API and clock alone", async () => {
    const on = (name: string, ms: number, facts: object) => ({
      ...taking(name, [ms]),
      facts: () => ({ device: "gpu", ...facts }),
    });
    const limits = [{ ...limit, contender: on("limit", 5, { backend: "webgpu" }) }];
    const contenders = [
      on("webgpu", 10, { backend: "webgpu" }),
      on("webgl2", 10, { backend: "webgl2" }),
      on("its clock", 10, { backend: "webgpu", clock: "timestamps" }),
    ];
    const rows = await measure(taskOf(contenders, { limits }), options);
    expect(rows.map(({ bound }) => bound?.share.median)).toEqual([0.5, undefined, undefined]);
  });

  it("is compared with another as that is with it", async () => {
    const own = taking("one", [10, 10, 10, 10, 10, 12.5, 10, 10, 10, 12.5]);
    const [{ noise }] = await measure(taskOf([own]), options);
    const other = 10 * (1 + noise!.spread * 1.02);
    const again = taking("one", [10, 10, 10, 10, 10, 12.5, 10, 10, 10, 12.5]);
    const [one, two] = await measure(taskOf([again, taking("two", [other])]), options);
    expect([one, two].map(({ ratios }) => ratios[0].verdict)).toEqual(["faster", "slower"]);
  });

  it("tells no difference within the noise", async () => {
    // Its own second turn of a round takes a quarter longer in every other round.
    const own = taking("one", [10, 10, 10, 10, 10, 12.5, 10, 10, 10, 12.5]);
    const [row] = await measure(taskOf([own, taking("two", [10.5])]), options);
    expect(row.noise?.spread).toBeGreaterThan(0.06);
    expect(row.ratios).toMatchObject([{ verdict: "no difference" }]);
  });

  it("is unproven where a contender differs from itself", async () => {
    let calls = 0;
    // The first of the two in even rounds, the second in odd ones.
    const run = async () => ([0, 3].includes(calls++ % 4) ? 10 : 20);
    const [row] = await measure(taskOf([{ ...taking("one", [1]), run }]), options);
    expect(row.noise).toMatchObject({ ratio: { median: 2 }, isProven: false });
  });

  it("has what was asked, met or missed, and nothing where the other is not there", async () => {
    const asked = [
      { of: shareOfBound, atLeast: 0.4 },
      { of: shareOfBound, atLeast: 0.6 },
      { of: "two", atMost: 1.3 },
      { of: "two", atMost: 1.2 },
      { of: "tw", atMost: 1.3 },
      { of: "three", atMost: 1 },
    ];
    const contenders = [taking("one", [10]), taking("two", [8])];
    const [one, two] = await measure(taskOf(contenders, { limits: [limit], asked }), options);
    expect(one.targets).toEqual([
      { of: shareOfBound, atLeast: 0.4, value: 0.5, isMet: true },
      { of: shareOfBound, atLeast: 0.6, value: 0.5, isMet: false },
      { of: "two", atMost: 1.3, value: 1.25, isMet: true },
      { of: "two", atMost: 1.2, value: 1.25, isMet: false },
    ]);
    expect(two.targets).toEqual([]);
  });
});

describe("refused is", () => {
  it("a wrong result, before or after the rounds, or none at all", async () => {
    const checking = (...errors: number[]) => taking("one", [1], { check: async () => errors.shift()! });
    expect((await measure(taskOf([checking(0.2, 0.3)]), options))[0].checked).toBe(0.3);
    for (const errors of [[2], [0.5, 3], [Number.NaN]]) {
      await expect(measure(taskOf([checking(...errors)]), options)).rejects.toThrow(
        `one: expected the reference's values; got an error ${errors.at(-1)} times as large as allowed`,
      );
    }
  });

  it("something else than ran before, and what another device computed", async () => {
    const fallingBack = (...fallbacks: number[]) => {
      const facts = () => ({ device: "gpu", fallbacks: fallbacks.length > 1 ? fallbacks.shift()! : fallbacks[0] });
      return taking("one", [1], { facts });
    };
    await expect(measure(taskOf([fallingBack(0, 1)]), options)).rejects.toThrow('got {"device":"gpu","fallbacks":1}');
    await expect(measure(taskOf([fallingBack(1)]), options)).rejects.toThrow("in every round");
  });
});
